package dev.overseer.testkit;

import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;

/** The clause of the plugin contract about undos tells good restores from bad ones. */
class UndoContractTest {
    private static final Sample SAMPLE = new Sample(
            Events.apiCall("glue", "CreateDevEndpoint")
                    .request("endpointName", "test1")
                    .request("publicKeys", List.of("ssh-rsa one", "ssh-rsa two")),
            REMEDIATED);

    @Test
    void isContentWithARestoreThatGivesTheOriginalBack() {
        assertThatCode(() -> check(new RepairingPlugin())).doesNotThrowAnyException();
    }

    @Test
    void isContentWithAControlThatCannotBeUndone() {
        TrickyPlugin deleting = new TrickyPlugin();

        assertThatCode(() ->
                        contract(PluginCatalog.of(List.of(deleting)), deleting).check())
                .doesNotThrowAnyException();
    }

    @Test
    void findsARestoreThatGivesBackHalf() {
        assertFails(
                new RepairingPlugin().restoring((before, context) -> {
                    context.client(GlueClient::builder)
                            .updateDevEndpoint(
                                    update -> update.endpointName("test1").addPublicKeys("ssh-rsa one"));
                    return Progress.done("gave one back");
                }),
                "What restore of control glue-keys gives back",
                "it still is not what it was before");
    }

    @Test
    void findsAMissingRestore() {
        assertFails(
                new RepairingPlugin().restoring((before, context) -> Progress.failed("this cannot be undone")),
                "this cannot be undone");
    }

    @Test
    void findsARestoreThatNobodyCalls() {
        RepairingPlugin plugin = new RepairingPlugin()
                .describedAs(without -> ControlDescriptor.control(
                                RepairingPlugin.ID, "Development endpoints have no keys")
                        .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                        .reads(AwsAction.action("glue:GetDevEndpoint").on(RepairingPlugin.ARN))
                        .writes(AwsAction.action("glue:UpdateDevEndpoint").on(RepairingPlugin.ARN)));

        assertFails(plugin, "Whether control glue-keys implements restore(…), which nobody calls");
    }

    @Test
    void findsACallThatIsNotDeclared() {
        assertFails(
                new RepairingPlugin().restoring((before, context) -> {
                    context.client(GlueClient::builder)
                            .getTags(tags -> tags.resourceArn("arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1"));
                    return RepairingPlugin.giveKeysBack(before, context);
                }),
                "called glue:GetTags, which it does not declare");
    }

    @Test
    void findsAnActionThatIsNotNeeded() {
        assertFails(
                new RepairingPlugin()
                        .describedAs(descriptor -> descriptor.restores(
                                AwsAction.action("glue:TagResource").on(RepairingPlugin.ARN))),
                "Actions that restore of control glue-keys calls",
                "glue:TagResource");
    }

    private static void assertFails(RepairingPlugin plugin, String... parts) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check(plugin))
                .satisfies(failure -> assertThat(failure).hasMessageContainingAll(parts));
    }

    private static void check(RepairingPlugin plugin) {
        contract(PluginCatalog.of(List.of(plugin)), plugin).check();
    }

    private static UndoContract contract(PluginCatalog catalog, RemediationPlugin plugin) {
        return new UndoContract(catalog, List.of(SAMPLE), sample -> {
            TestClock clock = new TestClock(Events.TIME);
            FakeAws aws = new FakeAws(clock).install(new GlueSimulator(clock, Lifecycle.starting("READY")));
            return Rehearsal.of(plugin, aws, clock);
        });
    }
}
