package dev.overseer.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenSetTest {
    private final SeenSet seen = new SeenSet();

    @Test
    void knowsWhatItSaw() {
        assertThat(seen.add(Fingerprint.of("a", "b"))).isTrue();
        assertThat(seen.add(Fingerprint.of("a", "b"))).isFalse();
        assertThat(seen.add(Fingerprint.of("ab", ""))).isTrue();
        assertThat(seen.add(Fingerprint.of("b", "a"))).isTrue();
    }

    @Test
    void knowsTheLastMillionAndForgetsTheFirst() {
        int twoGenerations = 2 * SeenSet.GENERATION;
        for (int i = 0; i <= twoGenerations; i++) {
            assertThat(seen.add(thing(i))).isTrue();
        }

        assertThat(seen.add(thing(twoGenerations - SeenSet.GENERATION + 1))).isFalse();
        assertThat(seen.add(thing(0))).isTrue();
    }

    private static Fingerprint thing(int number) {
        return Fingerprint.of("event-" + number);
    }
}
