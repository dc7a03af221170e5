package dev.overseer.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "a, A, false",
        "a, ab, false",
        "a*, a, true",
        "a*, abc, true",
        "*c, abc, true",
        "a*c, abbc, true",
        "a*c, acb, false",
        "a*a, a, false",
        "ab*bc, abc, false",
        "a*b*c, abbc, true",
        "a*b*c, acb, false",
        "'', '', true",
        "'', a, false",
        "**, anything, true",
        "a.c, abc, false",
        "a?c, abc, false",
        "a\\Qc, a\\Qc, true",
        "'a\\E*', 'a\\Eb', true",
        "(a|b), a, false",
    })
    void takesOnlyTheAsteriskForSpecial(String glob, String text, boolean matches) {
        assertThat(new Glob(glob).matches(text)).isEqualTo(matches);
    }

    @Test
    void matchesAcrossLines() {
        assertThat(new Glob("a*").matches("a\nb")).isTrue();
        assertThat(new Glob("a").matches("a\n")).isFalse();
    }

    @Test
    void isNotSlowedDownByItsAuthor() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(new Glob("*a".repeat(30) + "b").matches("a".repeat(2_000)))
                        .isFalse());
    }
}
