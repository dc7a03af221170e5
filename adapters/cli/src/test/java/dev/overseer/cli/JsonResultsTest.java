package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.event.Reading;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonResultsTest {
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final PrintStream buffered = new PrintStream(new BufferedOutputStream(seen), false, StandardCharsets.UTF_8);

    @Test
    void showsEachResultAtOnceWhereTheHostGoesOnForEver() {
        new JsonResults(buffered, true).add(unreadable());

        assertThat(seen.toString(StandardCharsets.UTF_8))
                .contains("\"problem\":\"not JSON\"")
                .endsWith("}\n");
    }

    @Test
    void writesManyResultsTogetherOtherwise() {
        JsonResults results = new JsonResults(buffered, false);
        results.add(unreadable());
        assertThat(seen.size()).isZero();

        results.finish(1);

        assertThat(seen.toString(StandardCharsets.UTF_8)).endsWith("}\n");
    }

    private static Result unreadable() {
        return new Result.Unreadable(new Reading.Unreadable("message m0", "line 1", "not JSON"));
    }
}
