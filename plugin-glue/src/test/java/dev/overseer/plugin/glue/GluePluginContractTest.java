package dev.overseer.plugin.glue;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.PluginContract;
import dev.overseer.testkit.Sample;
import dev.overseer.testkit.TestClock;
import java.util.List;

class GluePluginContractTest extends PluginContract {
    @Override
    protected RemediationPlugin plugin() {
        return new GluePlugin();
    }

    @Override
    protected FakeAws aws(TestClock clock) {
        return new FakeAws(clock).install(new GlueSimulator(clock));
    }

    @Override
    protected List<Sample> samples() {
        return List.of(
                new Sample(Scene.OPEN, Kind.REMEDIATED),
                new Sample(Scene.CLOSED.request("subnetId", null), Kind.REMEDIATED),
                new Sample(Scene.CLOSED, Kind.COMPLIANT));
    }
}
