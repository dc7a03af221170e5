package dev.overseer.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NanosTest {
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1_000_000_001, -1_000_000_000, -1, 0, 1, Long.MAX_VALUE})
    void everyNumberIsATimeOfItsOwn(long nanos) {
        assertThat(Nanos.of(Nanos.at(nanos))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999999999Z", "2026-01-15T10:00:00.123456789Z", "2262-01-01T00:00:00Z"})
    void everyTimeComesBackAsItWas(String time) {
        assertThat(Nanos.at(Nanos.of(Instant.parse(time)))).isEqualTo(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "1600-01-01T00:00:00Z"})
    void whatIsEarlierIsTheFirst(String time) {
        assertThat(Nanos.of(Instant.parse(time))).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2300-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void whatIsLaterIsTheLast(String time) {
        assertThat(Nanos.of(Instant.parse(time))).isEqualTo(Long.MAX_VALUE);
    }
}
