package dev.overseer.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantiles and classes of durations. */
class TimesTest {
    private final Times times = new Times();

    @Test
    void ofNoneThereIsNoMedian() {
        assertThat(times.quantile(0.5)).isEmpty();
        assertThat(times.below(Duration.ofDays(1))).isZero();
    }

    @Test
    void aQuantileIsATimeThatThereWas() {
        IntStream.rangeClosed(1, 10).map(i -> 11 - i).forEach(i -> times.add(Duration.ofSeconds(i)));

        assertThat(times.quantile(0.5)).contains(Duration.ofSeconds(5));
        assertThat(times.quantile(0.9)).contains(Duration.ofSeconds(9));
        assertThat(times.quantile(1)).contains(Duration.ofSeconds(10));
    }

    @Test
    void growsAndStaysInOrder() {
        IntStream.range(0, 5000).forEach(i -> times.add(Duration.ofMillis(i)));
        assertThat(times.below(Duration.ofMillis(10))).isEqualTo(10);

        times.add(Duration.ofMillis(3));

        assertThat(times.below(Duration.ofMillis(10))).isEqualTo(11);
        assertThat(times.size()).isEqualTo(5001);
    }
}
