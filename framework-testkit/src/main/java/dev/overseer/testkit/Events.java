package dev.overseer.testkit;

import java.nio.file.Path;
import java.time.Instant;

/** CloudTrail events for tests. */
public final class Events {
    /** When an event happened that says nothing else. */
    public static final Instant TIME = Instant.parse("2026-01-15T10:00:00Z");

    private Events() {}

    /**
     * Returns a successful call without parameters, made at {@link #TIME} by somebody in {@link FakeAws#ACCOUNT} and
     * {@link FakeAws#REGION}:
     *
     * <pre>{@code
     * Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1").request("publicKeys", List.of())
     * }</pre>
     *
     * @param service the first part of the record's {@code eventSource}, such as {@code glue}
     * @param operation the record's {@code eventName}
     */
    public static EventBuilder apiCall(String service, String operation) {
        return EventBuilder.apiCall(service, operation);
    }

    /**
     * Returns the event of a JSON file: a {@linkplain Fixture fixture}'s, an EventBridge event, or a CloudTrail record. What
     * the file leaves out is as in {@link EventBuilder}.
     *
     * @throws IllegalArgumentException if the file does not hold one
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static EventBuilder file(Path path) {
        return Fixture.event(path);
    }
}
