package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.EXEMPT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.incident.Outcome;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Transcript;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Exemptions by tag, for one of the controls that read tags. */
class DevEndpointTagsTest {
    private static final EventBuilder LAB = Scene.OPEN.request("tags", Map.of("purpose", "lab"));
    private static final String EXEMPTION = """
            exemptions: [{control: glue-dev-endpoint, tag: purpose=lab, reason: a lab, owner: lab@example.com, until: 2026-02-01}]
            """;
    private static final String BY_TAG =
            "controls: {glue-dev-endpoint: {mode: enforce, exemptByTag: true}}\n" + EXEMPTION;

    private final Scene scene = new Scene(Lifecycle.starting("READY"));

    @Test
    void leavesATaggedEndpointAloneWhereTheControlAllowsIt() {
        Transcript transcript = Operator.configures(scene, BY_TAG).play(LAB);

        assertThat(transcript.outcome().kind()).isEqualTo(EXEMPT);
        assertThat(scene.aws.writes()).isEmpty();
        assertThat(scene.aws.calls("GetTags"))
                .singleElement()
                .satisfies(call -> assertThat(call.json().path("ResourceArn").asText())
                        .isEqualTo("arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1"));
    }

    @Test
    void deletesAnEndpointWithAnotherTag() {
        assertThat(Operator.configures(scene, BY_TAG)
                        .play(Scene.OPEN.request("tags", Map.of("purpose", "production")))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void readsTheTagsInTheLookThatDeletes() {
        Scene slow = new Scene(Lifecycle.byLook("PROVISIONING", "READY"));

        Operator.configures(slow, BY_TAG).play(Scene.OPEN);

        assertThat(slow.aws.calls())
                .extracting(AwsCall::operation)
                .containsExactly(
                        "GetDevEndpoint",
                        "GetTags",
                        "GetDevEndpoint",
                        "GetTags",
                        "DeleteDevEndpoint",
                        "GetDevEndpoint");
    }

    @Test
    void tagsThatAreDeniedFailTheIncident() {
        scene.aws.fail("GetTags").with(Fault.deny()).always();

        Outcome outcome = Operator.configures(scene, BY_TAG).play(LAB).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).startsWith("glue:GetTags was denied");
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void tagsThatAreThrottledAreAskedForAgain() {
        scene.aws.fail("GetTags").with(Fault.throttle()).times(2);

        assertThat(Operator.configures(scene, BY_TAG).play(LAB).outcome().kind())
                .isEqualTo(EXEMPT);
    }

    @Test
    void asksForNoTagsIfNoExemptionDependsOnThem() {
        Operator.configures(scene, "controls: {glue-dev-endpoint: {mode: enforce, exemptByTag: true}}")
                .play(LAB);

        assertThat(scene.aws.calls("GetTags")).isEmpty();
        assertThat(scene.glue.exists("test1")).isFalse();
    }

    @Test
    void asksForNoTagsIfAnExemptionByTagIsOfAnotherControl() {
        Transcript transcript = Operator.configures(scene, """
                        controls: {glue-dev-endpoint: {mode: enforce}, glue-interactive-session: {exemptByTag: true}}
                        exemptions: [{tag: purpose=lab, reason: a lab, owner: lab@example.com, until: 2026-02-01}]
                        """).play(LAB);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.aws.calls("GetTags")).isEmpty();
    }

    @Test
    void anEndpointThatGoesWhileItsTagsAreReadIsDeletedByNobody() {
        scene.aws.onCall("GetTags").before(call -> scene.glue.vanish("test1"));

        Outcome outcome = Operator.configures(scene, BY_TAG).play(LAB).outcome();

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.GONE);
        assertThat(outcome.writes()).isEmpty();
    }
}
