package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.Check;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Transcript;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevEndpointUpdateTest {
    static final EventBuilder UPDATE = Events.apiCall("glue", "UpdateDevEndpoint")
            .request("endpointName", "test1")
            .request("customLibraries", Map.of("extraJarsS3Path", "s3://bucket/any.jar"));
    private static final String LISTED = "controls: {glue-dev-endpoint-update: {mode: enforce}}";

    private final Scene scene = new Scene();

    @ParameterizedTest
    @ValueSource(strings = {"mode: enforce", "controls: {glue-dev-endpoint: {mode: enforce}}"})
    void doesNothingUnlessItIsListed(String yaml) {
        scene.glue.endpoint("test1").ready();

        Transcript transcript = Operator.configures(scene, yaml).play(UPDATE);

        assertThat(transcript.ignoredFor()).containsExactly(IgnoredReason.SWITCHED_OFF);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void deletesAnInsecureEndpointHoweverOldItIs() {
        scene.glue.endpoint("test1").createdAt(Events.TIME.minus(ofDays(300))).ready();

        Transcript transcript = Operator.configures(scene, LISTED).play(UPDATE);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.exists("test1")).isFalse();
    }

    @Test
    void leavesAnEndpointThatPasses() {
        scene.glue
                .endpoint("test1")
                .securityConfiguration("test-secure")
                .securityGroupIds("sg-1")
                .subnetId("subnet-1")
                .publicKeys("ssh-rsa AAAA")
                .ready();

        assertThat(Operator.configures(scene, LISTED).play(UPDATE).outcome().kind())
                .isEqualTo(COMPLIANT);
    }

    @Test
    void theUpdateItselfMayBeTheRepair() {
        scene.glue
                .endpoint("test1")
                .securityConfiguration("test-secure")
                .securityGroupIds("sg-1")
                .subnetId("subnet-1")
                .ready();

        Transcript transcript =
                Operator.configures(scene, LISTED).play(UPDATE.request("addPublicKeys", List.of("ssh-rsa AAAA")));

        assertThat(transcript.outcome().kind()).isEqualTo(COMPLIANT);
    }

    @Test
    void asksWhatIsAskedOfANewEndpoint() {
        assertThat(new DevEndpointUpdateControl().checks())
                .extracting(Check::id)
                .isEqualTo(new DevEndpointControl()
                        .checks().stream().map(Check::id).toList());
        assertThat(new DevEndpointUpdateControl().checks())
                .extracting(Check::onByDefault)
                .containsExactly(true, true, true, true, false, false, false);
    }
}
