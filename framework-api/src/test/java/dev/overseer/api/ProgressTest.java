package dev.overseer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    @Test
    void saysWhatIsLeftToDo() {
        assertThat(Progress.done("deleted")).isEqualTo(new Progress.Done("deleted"));
        assertThat(Progress.failed("in use")).isEqualTo(new Progress.Failed("in use"));
        assertThat(Progress.waitFor(Duration.ofSeconds(5), "READY"))
                .isEqualTo(new Progress.Waiting(Duration.ofSeconds(5), "READY", Optional.empty()));
    }

    @Test
    void leavesACheckpointForTheNextStep() {
        assertThat(Progress.waitFor(Duration.ofSeconds(5), "READY")
                        .withCheckpoint("snap-1")
                        .checkpoint())
                .contains("snap-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void waitsForNoTimeThatIsNotPositive(String delay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Progress.waitFor(Duration.parse(delay), "READY"))
                .withMessage("delay must be positive, but is " + delay);
    }

    @Test
    void looksAgainAtAnEvenPaceUnlessRefined() {
        assertThat(Pace.firstAfter(Duration.ofMinutes(5)))
                .isEqualTo(new Pace(Duration.ofMinutes(5), Duration.ofMinutes(5)));
        assertThat(Pace.firstAfter(Duration.ofMinutes(5)).then(Duration.ofMinutes(1)))
                .isEqualTo(new Pace(Duration.ofMinutes(5), Duration.ofMinutes(1)));
        assertThat(Pace.standard()).isEqualTo(new Pace(Duration.ofSeconds(30), Duration.ofMinutes(1)));
    }
}
