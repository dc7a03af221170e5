package dev.overseer.testkit;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.testkit.TrickyPlugin.delete;
import static dev.overseer.testkit.TrickyPlugin.glue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.incident.Outcome.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/** The contract's clauses on permissions, with plugins that keep them and plugins that do not. */
class LeastPrivilegeTest {
    private static final String ENDPOINT = "arn:{partition}:glue:{region}:{account}:devEndpoint/{id}";

    @Test
    void aPluginThatCallsWhatItDeclaresKeepsBothClauses() {
        Contract contract = new Contract(declaring(ENDPOINT));

        assertThatCode(contract::callsOnlyWhatItsPolicyAllows).doesNotThrowAnyException();
        assertThatCode(contract::usesEveryActionThatItDeclares).doesNotThrowAnyException();
    }

    @Test
    void aCallThatIsDeclaredOnAnotherArnIsOneThatAwsWouldDeny() {
        Contract contract = new Contract(declaring("arn:{partition}:glue:{region}:{account}:devendpoint/{id}"));

        assertThatThrownBy(contract::callsOnlyWhatItsPolicyAllows)
                .hasMessageContaining("Calls that AWS would deny")
                .hasMessageContaining(
                        "Control tricky called glue:DeleteDevEndpoint on arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1, and its role may not: "
                                + "the action is declared on arn:{partition}:glue:{region}:{account}:devendpoint/{id}. Correct the ARN in on(…)");
    }

    @Test
    void aCallForAnotherResourceThanTheTargetIsOneThatAwsWouldDeny() {
        Contract contract = new Contract(declaring(ENDPOINT).remediating(context -> {
            deleteIfThere(context, "test2");
            delete(context);
            return Progress.done("deleted");
        }));

        assertThatThrownBy(contract::callsOnlyWhatItsPolicyAllows)
                .hasMessageContaining(
                        "Control tricky called glue:DeleteDevEndpoint on arn:aws:glue:eu-west-1:123456789012:devEndpoint/test2, and its session for test1 may not")
                .hasMessageContaining("Call it for context.target() alone");
    }

    @Test
    void anActionThatNoSampleNeedsIsDeclaredForNothing() {
        Contract contract = new Contract(new TrickyPlugin());

        assertThatCode(contract::callsOnlyWhatItsPolicyAllows).doesNotThrowAnyException();
        assertThatThrownBy(contract::usesEveryActionThatItDeclares)
                .hasMessageContaining("Permissions that the role would have for nothing")
                .hasMessageContaining(
                        "Control tricky declares glue:UpdateDevEndpoint, which no scenario makes it call. Take action(\"glue:UpdateDevEndpoint\") out of its descriptor, or add a scenario that needs it.");
    }

    private static TrickyPlugin declaring(String deletesOn) {
        return new TrickyPlugin()
                .describedAs(_ -> ControlDescriptor.control(TrickyPlugin.ID, "Deletes what it is told to")
                        .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                        .reads(action("glue:GetDevEndpoint").on(ENDPOINT))
                        .writes(action("glue:DeleteDevEndpoint").on(deletesOn)));
    }

    private static void deleteIfThere(ControlContext context, String name) {
        try {
            glue(context).deleteDevEndpoint(delete -> delete.endpointName(name));
        } catch (EntityNotFoundException gone) {
            assertThat(gone).hasMessageContaining(name);
        }
    }

    private static final class Contract extends PluginContract {
        private final RemediationPlugin plugin;

        Contract(RemediationPlugin plugin) {
            this.plugin = plugin;
        }

        @Override
        protected RemediationPlugin plugin() {
            return plugin;
        }

        @Override
        protected FakeAws aws(TestClock clock) {
            return new FakeAws(clock).install(new GlueSimulator(clock, Lifecycle.starting("READY")));
        }

        @Override
        protected List<Sample> samples() {
            return List.of(new Sample(
                    Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1"), Kind.REMEDIATED));
        }
    }
}
