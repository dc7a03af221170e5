package dev.overseer.testkit;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.incident.Outcome.Kind;
import java.util.List;

/** A control that only announces, is off unless listed and has a check that is off by default keeps the contract. */
class AnnouncingPluginContractTest extends PluginContract {
    @Override
    protected RemediationPlugin plugin() {
        return new TopicPlugin()
                .checking(List.of(TopicPlugin.ENCRYPTED.offByDefault()))
                .describedAs(descriptor -> descriptor
                        .announceOnly("a key may cost its owner money")
                        .offUnlessListed());
    }

    @Override
    protected FakeAws aws(TestClock clock) {
        return new FakeAws(clock).install(Topics.simulated());
    }

    @Override
    protected List<Sample> samples() {
        return List.of(
                new Sample(Topics.created(), Kind.COMPLIANT),
                new Sample(Topics.created(), Kind.PLANNED).withCheck("encryption"),
                new Sample(Topics.created(), Kind.PLANNED)
                        .of(TopicPlugin.ID)
                        .under("controls: {sns-topic-encrypted: {mode: enforce, checks: {encryption: on}}}"));
    }
}
