package dev.overseer.plugin.ec2;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.testkit.Ec2Simulator;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.PluginContract;
import dev.overseer.testkit.Sample;
import dev.overseer.testkit.TestClock;
import java.util.List;

class Ec2PluginContractTest extends PluginContract {
    private static final String ALL = "{\"add\": {\"items\": [{\"group\": \"all\"}]}}";
    private static final String ONE = "{\"add\": {\"items\": [{\"userId\": \"210987654321\"}]}}";

    @Override
    protected RemediationPlugin plugin() {
        return new Ec2Plugin();
    }

    @Override
    protected FakeAws aws(TestClock clock) {
        return new FakeAws(clock).install(new Ec2Simulator(clock));
    }

    @Override
    protected List<Sample> samples() {
        return List.of(
                new Sample(Scene.authorized("sgr-1", "tcp", 22, 22, "0.0.0.0/0"), Kind.REMEDIATED),
                new Sample(Scene.authorized("sgr-1", "tcp", 443, 443, "0.0.0.0/0"), Kind.COMPLIANT),
                new Sample(Scene.authorizedInGroup("""
                                {"ipProtocol": "-1", "ipv6Ranges": {"items": [{"cidrIpv6": "::/0"}]}}
                                """), Kind.REMEDIATED),
                new Sample(Scene.launched("optional", "i-1"), Kind.REMEDIATED),
                new Sample(Scene.launched("required", "i-1"), Kind.COMPLIANT),
                new Sample(Scene.snapshotShared(ALL), Kind.REMEDIATED),
                new Sample(Scene.snapshotShared(ONE), Kind.COMPLIANT),
                new Sample(Scene.imageShared(ALL), Kind.REMEDIATED),
                new Sample(Scene.imageShared(ONE), Kind.COMPLIANT));
    }
}
