package dev.overseer.plugin.template;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.PluginArchitecture;
import dev.overseer.testkit.PluginContract;
import dev.overseer.testkit.Sample;
import dev.overseer.testkit.TestClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every plugin keeps, with the events in {@code src/test/resources/fixtures}. */
class SnsPluginTest extends PluginContract {
    @Override
    protected RemediationPlugin plugin() {
        return new SnsPlugin();
    }

    @Override
    protected FakeAws aws(TestClock clock) {
        return new FakeAws(clock).install(Topics.simulated());
    }

    @Override
    protected List<Sample> samples() {
        return Sample.fixtures("fixtures");
    }

    @Test
    void keepsTheRulesOfPlugins() {
        PluginArchitecture.check("dev.overseer.plugin.template");
    }
}
