package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.Transcript;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractiveSessionFaultsTest {
    private static final Lifecycle READY = Lifecycle.starting("READY");

    static Stream<Arguments> passingFaults() {
        return Stream.of("GetSession", "StopSession", "DeleteSession")
                .flatMap(operation -> Stream.of(
                        Arguments.of(operation, "throttled", Fault.throttle()),
                        Arguments.of(operation, "server error", Fault.serverError()),
                        Arguments.of(operation, "connection reset", Fault.connectionReset()),
                        Arguments.of(operation, "connection reset after the work", Fault.resetAfter()),
                        Arguments.of(operation, "timeout", Fault.timeout()),
                        Arguments.of(operation, "timeout after the work", Fault.timeoutAfter())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("passingFaults")
    void retriesWhatPassesAndDeletesOnce(String operation, String name, Fault fault) {
        Scene scene = new Scene(READY);
        scene.aws.fail(operation).with(fault).times(3);

        Transcript transcript = scene.play(Scene.OPEN_SESSION);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.effectiveDeletes("session1")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetSession", "StopSession", "DeleteSession"})
    void failsAtOnceWhenACallIsDenied(String operation) {
        Scene scene = new Scene(READY);
        scene.aws.fail(operation).with(Fault.deny()).always();

        Outcome outcome = scene.play(Scene.OPEN_SESSION).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).startsWith("glue:%s was denied".formatted(operation));
        assertThat(scene.glue.exists("session1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"StopSession", "DeleteSession"})
    void aCrashAfterAWriteIsMadeUpFor(String operation) {
        Scene scene = new Scene(READY);
        scene.aws
                .onCall(operation)
                .after(call -> {
                    throw new Crash();
                })
                .nth(1);
        Stage stage = scene.rehearsal().stage();
        Incident incident = stage.open(Scene.OPEN_SESSION);
        assertThatThrownBy(() -> advance(stage, incident, scene)).isInstanceOf(Crash.class);

        scene.clock.advance(ofMinutes(2));
        Transcript resumed = scene.play(Scene.OPEN_SESSION);

        assertThat(resumed.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.effectiveDeletes("session1")).isEqualTo(1);
    }

    @Test
    void theSameEventTwiceIsOneIncidentSeenAgain() {
        Scene scene = new Scene(READY);

        Transcript transcript = scene.play(Scene.OPEN_SESSION, Scene.OPEN_SESSION);

        assertThat(transcript.kinds()).containsExactly(REMEDIATED, REMEDIATED);
        assertThat(transcript.closed()).extracting(Step.Closed::news).containsExactly(true, false);
        assertThat(scene.aws.calls("StopSession")).hasSize(1);
        assertThat(scene.glue.effectiveDeletes("session1")).isEqualTo(1);
    }

    private static void advance(Stage stage, Incident incident, Scene scene) {
        Step step = stage.look(incident);
        while (step instanceof Step.Suspended suspended) {
            scene.clock.advance(suspended.delay());
            step = stage.look(suspended.incident());
        }
    }

    /** The process dies. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
