package dev.overseer.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recorded event and what is to become of it, as {@code overseer fixture} writes it:
 *
 * <pre>{@code
 * {"schema": "overseer/fixture/1",
 *  "expect": {"control": "glue-dev-endpoint", "outcome": "REMEDIATED"},
 *  "event": {"eventVersion": "1.11", …}}
 * }</pre>
 *
 * @param event a CloudTrail record
 * @param expected how its incidents end, or why it opens none
 * @param file the name of the file that it was read from; empty if it was not read from one
 */
public record Fixture(EventBuilder event, Expected expected, Optional<String> file) {
    /** Of the documents that hold one. */
    public static final String SCHEMA = "overseer/fixture/1";

    private static final JsonMapper JSON = new JsonMapper();

    /** What is to become of an event. */
    public sealed interface Expected {

        /** Its incidents end like that, under one control. */
        record Ends(String control, Outcome.Kind outcome) implements Expected {}

        /** It opens no incident. */
        record Ignored(IgnoredReason reason) implements Expected {}
    }

    /**
     * Makes a fixture of a record that was recorded in earnest: accounts, people, keys and addresses are replaced, the same
     * by the same, and names of resources stay.
     */
    public static Fixture redacted(JsonNode record, Expected expected) {
        return new Fixture(EventBuilder.of(Redaction.of(record.deepCopy())), expected, Optional.empty());
    }

    /**
     * Reads a fixture.
     *
     * @throws IllegalArgumentException if the file does not hold one; says what is wrong with it
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Fixture read(Path file) {
        JsonNode document = json(file);
        if (!document.path("schema").asText().equals(SCHEMA)) {
            throw new IllegalArgumentException(
                    "%s is not a fixture: its schema is \"%s\", not %s. Write it with `overseer fixture`"
                            .formatted(file, document.path("schema").asText(), SCHEMA));
        }
        return new Fixture(
                event(document.path("event"), file),
                expected(document.path("expect"), file),
                Optional.of(String.valueOf(file.getFileName())));
    }

    /** Returns the document that {@link #read} reads. */
    public ObjectNode document() {
        ObjectNode expect = JsonNodeFactory.instance.objectNode();
        switch (expected) {
            case Expected.Ends(String control, Outcome.Kind outcome) ->
                expect.put("control", control).put("outcome", outcome.name());
            case Expected.Ignored(IgnoredReason reason) -> expect.put("ignored", reason.name());
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", SCHEMA);
        document.set("expect", expect);
        document.set("event", event.record());
        return document;
    }

    /** Returns whether the test's resources have a folder. */
    static boolean isThere(String folder) {
        return found(folder).isPresent();
    }

    /** Returns the fixtures in a folder of the test's resources, in the order of their names; none if it is not there. */
    static List<Fixture> in(String folder) {
        return found(folder).map(Fixture::all).orElse(List.of());
    }

    private static List<Fixture> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Fixture::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<Path> found(String folder) {
        URL found = Thread.currentThread().getContextClassLoader().getResource(folder);
        if (found == null || !found.getProtocol().equals("file")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(found.toURI()));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("no path: " + found, impossible);
        }
    }

    /** Names the file and the event. */
    @Override
    public String toString() {
        return file.map(name -> "%s, %s".formatted(name, event.event()))
                .orElseGet(() -> event.event().toString());
    }

    /** Returns the event as a sample of a contract; empty if it is to be ignored. */
    public Optional<Sample> sample() {
        return switch (expected) {
            case Expected.Ends(String control, Outcome.Kind outcome) ->
                Optional.of(new Sample(event, outcome).of(control).from(file));
            case Expected.Ignored ignored -> Optional.empty();
        };
    }

    /** Returns the event of a file: a fixture's, an EventBridge event, or a CloudTrail record. */
    static EventBuilder event(Path file) {
        JsonNode document = json(file);
        return event(document.path("schema").asText().equals(SCHEMA) ? document.path("event") : document, file);
    }

    private static EventBuilder event(JsonNode event, Path file) {
        JsonNode record = event.path("detail").isObject() ? event.path("detail") : event;
        if (record instanceof ObjectNode object && object.path("eventName").isTextual()) {
            return EventBuilder.of(object);
        }
        throw new IllegalArgumentException(
                "%s holds no CloudTrail record: there is no text under eventName".formatted(file));
    }

    private static Expected expected(JsonNode expect, Path file) {
        return expect.has("ignored")
                ? new Expected.Ignored(word(IgnoredReason.class, expect.path("ignored"), file))
                : new Expected.Ends(
                        expect.path("control").asText(), word(Outcome.Kind.class, expect.path("outcome"), file));
    }

    private static <E extends Enum<E>> E word(Class<E> type, JsonNode value, Path file) {
        return Arrays.stream(type.getEnumConstants())
                .filter(word -> word.name().equals(value.asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s expects \"%s\". It is one of %s"
                        .formatted(file, value.asText(), Arrays.toString(type.getEnumConstants()))));
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(file + " is not JSON: " + wrong.getOriginalMessage(), wrong);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
