package dev.overseer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs the command line in this process, with whatever the process is to be attached to. */
record Cli(Map<String, String> environment, Path folder, InputStream in, Interrupts interrupts) {
    Cli() {
        this(Map.of("XDG_STATE_HOME", state().toString()), Path.of(""), InputStream.nullInputStream(), ending -> {});
    }

    /** Returns a folder for a ledger of its own. Whoever keeps something makes it. */
    static Path state() {
        return Path.of("target", "state", UUID.randomUUID().toString()).toAbsolutePath();
    }

    Cli with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Cli(more, folder, in, interrupts);
    }

    Cli in(Path workingFolder) {
        return new Cli(environment, workingFolder, in, interrupts);
    }

    Cli reading(String text) {
        return reading(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    Cli reading(InputStream stream) {
        return new Cli(environment, folder, stream, interrupts);
    }

    /** Runs a command to its end. Arguments are whatever they print as. */
    Finished run(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                in,
                environment,
                folder,
                () -> false);
        String[] arguments = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        int status = new Main(terminal, interrupts).execute(arguments);
        return new Finished(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** What a command ended with. */
    record Finished(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        List<JsonNode> documents() {
            return out.lines().map(Finished::parsed).toList();
        }

        JsonNode document() {
            if (documents().size() != 1) {
                throw new AssertionError("not one document: " + this);
            }
            return documents().getFirst();
        }

        private static JsonNode parsed(String line) {
            try {
                return new JsonMapper().readTree(line);
            } catch (JsonProcessingException broken) {
                throw new AssertionError("not JSON: " + line, broken);
            }
        }
    }
}
