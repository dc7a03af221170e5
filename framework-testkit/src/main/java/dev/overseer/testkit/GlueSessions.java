package dev.overseer.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.testkit.GlueSimulator.Location;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Interactive sessions. In which statuses Glue lets one be stopped or deleted is not documented: here it is stopped when it
 * is READY and deleted when it runs no more, and every other call ends in {@code IllegalSessionStateException}.
 */
final class GlueSessions implements GluePart {
    private static final List<String> TEXTS =
            List.of("Id", "Description", "Role", "SecurityConfiguration", "GlueVersion", "WorkerType");
    private static final int PAGE = 100;

    private final Clock clock;
    private final Function<String, Lifecycle> lifecycles;
    private final GlueTags tags;
    private final GlueDefinitions securityConfigurations;
    private final Map<Location, NavigableMap<String, Session>> sessions = new HashMap<>();
    private final Map<String, Integer> deletes = new HashMap<>();

    /**
     * Makes an empty list of sessions.
     *
     * @param lifecycles says how a session of an id lives
     * @param securityConfigurations in which those are made that an event's session refers to
     */
    GlueSessions(
            Clock clock,
            Function<String, Lifecycle> lifecycles,
            GlueTags tags,
            GlueDefinitions securityConfigurations) {
        this.clock = clock;
        this.lifecycles = lifecycles;
        this.tags = tags;
        this.securityConfigurations = securityConfigurations;
    }

    private static final class Session {
        private final ObjectNode configuration;
        private final Instant createdAt;
        private final Lifecycle lifecycle;
        private Optional<Instant> stoppedAt = Optional.empty();
        private int looks;

        Session(ObjectNode configuration, Instant createdAt, Lifecycle lifecycle) {
            this.configuration = configuration;
            this.createdAt = createdAt;
            this.lifecycle = lifecycle;
        }

        String status(Instant now) {
            return stoppedAt
                    .map(stopped -> now.isBefore(stopped.plus(lifecycle.terminating())) ? "STOPPING" : "STOPPED")
                    .orElseGet(() -> lifecycle.status(Duration.between(createdAt, now), looks));
        }

        ObjectNode described(Instant now) {
            return configuration
                    .deepCopy()
                    .put("Status", status(now))
                    .put("CreatedOn", createdAt.toEpochMilli() / 1000.0);
        }
    }

    @Override
    public Optional<Answer> handle(AwsCall call) {
        return switch (call.operation()) {
            case "CreateSession" -> Optional.of(create(call));
            case "GetSession" -> Optional.of(get(call));
            case "ListSessions" -> Optional.of(list(call));
            case "StopSession" -> Optional.of(stop(call));
            case "DeleteSession" -> Optional.of(delete(call));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> resource(AwsCall call) {
        return switch (call.operation()) {
            case "CreateSession", "GetSession", "StopSession", "DeleteSession" ->
                Optional.of(Location.of(call).arn("session", id(call)));
            case "ListSessions" -> Optional.of("*");
            default -> Optional.empty();
        };
    }

    @Override
    public boolean simulates(String eventName) {
        return eventName.equals("CreateSession");
    }

    @Override
    public void seed(CloudTrailEvent event) {
        Location location = Location.of(event);
        GlueParameters request = new GlueParameters(event.request(), GlueParameters.IN_CLOUD_TRAIL);
        ObjectNode configuration = configuration(request);
        String id = request.text("Id").isBlank()
                ? event.response()
                        .at("/session/id")
                        .asText(event.response().path("id").asText())
                : request.text("Id");
        if (!id.isBlank()) {
            put(location, configuration.put("Id", id), event.time(), request.map("Tags"));
            securityConfigurations.seed(location, request.text("SecurityConfiguration"), event.time());
        }
    }

    @Override
    public boolean exists(String id) {
        return sessions.values().stream().anyMatch(byId -> byId.containsKey(id));
    }

    @Override
    public void vanish(String id) {
        sessions.values().forEach(byId -> byId.remove(id));
    }

    @Override
    public boolean vanish(ResourceRef target) {
        return target.type().equals("AWS::Glue::Session")
                && sessions.getOrDefault(Location.of(target), new TreeMap<>()).remove(target.id()) != null;
    }

    /** Returns how many sessions of this id were deleted by a call. */
    int effectiveDeletes(String id) {
        return deletes.getOrDefault(id, 0);
    }

    private Answer create(AwsCall call) {
        GlueParameters request = new GlueParameters(call.json(), GlueParameters.IN_API);
        Location location = Location.of(call);
        if (find(call).isPresent()) {
            return Answer.error("AlreadyExistsException", "Session %s already exists".formatted(id(call)));
        }
        put(location, configuration(request), clock.instant(), request.map("Tags"));
        return get(call);
    }

    private Answer get(AwsCall call) {
        Optional<Session> session = find(call);
        session.ifPresent(found -> found.looks++);
        return session.map(found -> Answer.json(object().set("Session", found.described(clock.instant()))))
                .orElseGet(() -> notFound(call));
    }

    /** Answers a page of ids in order. The token is the last id of the page before. */
    private Answer list(AwsCall call) {
        String after = call.json().path("NextToken").asText();
        int size = Math.max(1, call.json().path("MaxResults").asInt(PAGE));
        List<String> found =
                sessions.getOrDefault(Location.of(call), new TreeMap<>()).tailMap(after, false).keySet().stream()
                        .limit(size + 1L)
                        .toList();
        List<String> page = found.subList(0, Math.min(size, found.size()));
        ObjectNode answer = object();
        page.forEach(answer.putArray("Ids")::add);
        if (found.size() > page.size()) {
            answer.put("NextToken", page.getLast());
        }
        return Answer.json(answer);
    }

    private Answer stop(AwsCall call) {
        Optional<Session> session = find(call);
        if (session.isEmpty()) {
            return notFound(call);
        }
        String status = session.get().status(clock.instant());
        if (!status.equals("READY")) {
            return illegal("stopped", call, status);
        }
        session.get().stoppedAt = Optional.of(clock.instant());
        return Answer.json(object().put("Id", id(call)));
    }

    private Answer delete(AwsCall call) {
        Optional<Session> session = find(call);
        if (session.isEmpty()) {
            return notFound(call);
        }
        String status = session.get().status(clock.instant());
        if (!List.of("STOPPED", "FAILED", "TIMEOUT").contains(status)) {
            return illegal("deleted", call, status);
        }
        sessions.getOrDefault(Location.of(call), new TreeMap<>()).remove(id(call));
        deletes.merge(id(call), 1, Integer::sum);
        return Answer.json(object().put("Id", id(call)));
    }

    private void put(Location location, ObjectNode configuration, Instant createdAt, Map<String, String> tagged) {
        String id = configuration.path("Id").asText();
        sessions.computeIfAbsent(location, _ -> new TreeMap<>())
                .put(id, new Session(configuration, createdAt, lifecycles.apply(id)));
        tags.put(location.arn("session", id), tagged);
    }

    private Optional<Session> find(AwsCall call) {
        return Optional.ofNullable(
                sessions.getOrDefault(Location.of(call), new TreeMap<>()).get(id(call)));
    }

    private static ObjectNode configuration(GlueParameters request) {
        ObjectNode configuration = request.texts(TEXTS);
        ArrayNode connections = configuration.putObject("Connections").putArray("Connections");
        request.within("Connections").list("Connections").forEach(connections::add);
        ObjectNode arguments = configuration.putObject("DefaultArguments");
        request.map("DefaultArguments").forEach(arguments::put);
        return configuration;
    }

    private static Answer notFound(AwsCall call) {
        return Answer.error("EntityNotFoundException", "Session %s not found".formatted(id(call)));
    }

    private static Answer illegal(String asked, AwsCall call, String status) {
        return Answer.error(
                "IllegalSessionStateException",
                "Session %s cannot be %s while it is %s".formatted(id(call), asked, status));
    }

    private static String id(AwsCall call) {
        return call.json().path("Id").asText();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
