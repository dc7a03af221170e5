package dev.overseer.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    @Test
    void namesArePlainWhereTheyCanBe() {
        assertThat(Key.announced("hk3vbzgqsqnnsj4npmxhenh4ge"))
                .hasToString("incident#hk3vbzgqsqnnsj4npmxhenh4ge announced");
        assertThat(Key.ofEvent("6f0d9d6e-1b7a-4d3c-9a55-1c6c58d0b1a2"))
                .isEqualTo("event#6f0d9d6e-1b7a-4d3c-9a55-1c6c58d0b1a2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a#b", "~a", "a b", "\u0000", "\uD83D", "日本", "100%"})
    void otherNamesAreDigests(String odd) {
        assertThat(Key.part(odd)).matches("~[0-9a-f]{64}").isNotEqualTo(Key.part(odd + "x"));
    }

    @Test
    void halfSurrogatesDiffer() {
        assertThat(Key.part("\uD83D")).isNotEqualTo(Key.part("\uD83E"));
    }

    @Test
    void longNamesFit() {
        String partition = Key.ofEvent("x".repeat(1 << 20));

        assertThat(partition.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1024);
    }

    @Test
    void timesAreInTheOrderOfTheirCharacters() {
        assertThat(Moment.of(Instant.MIN)).isEqualTo("0000-01-01T00:00:00.000000000Z");
        assertThat(Moment.of(Instant.EPOCH))
                .isEqualTo("1970-01-01T00:00:00.000000000Z")
                .isGreaterThan(Moment.of(Instant.EPOCH.minusNanos(1)))
                .isLessThan(Moment.of(Instant.EPOCH.plusNanos(1)));
        assertThat(Moment.of(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999999999Z");
    }
}
