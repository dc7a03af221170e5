package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationConverterTest {

    @ParameterizedTest
    @CsvSource({
        "2s, PT2S",
        "7m, PT7M",
        "1h30m, PT1H30M",
        "7m 30s, PT7M30S",
        "2d, P2D",
        "1d12h, P1DT12H",
        "pt90s, PT1M30S"
    })
    void readsWhatPeopleWrite(String text, Duration expected) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
    }
}
