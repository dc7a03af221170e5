package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.testkit.GlueSimulator.Location;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Definitions of one kind, which have a name and no life of their own: jobs, crawlers or security configurations. */
final class GlueDefinitions implements GluePart {
    private static final int PAGE = 100;

    private final Kind kind;
    private final Clock clock;
    private final GlueTags tags;
    private final Optional<GlueDefinitions> securityConfigurations;
    private final Map<Location, NavigableMap<String, ObjectNode>> definitions = new HashMap<>();

    /** Makes an empty list of security configurations. */
    GlueDefinitions(Clock clock, GlueTags tags) {
        this(Kind.SECURITY_CONFIGURATION, clock, tags, Optional.empty());
    }

    /** Makes an empty list of what refers to security configurations, which are made where an event's resource does. */
    GlueDefinitions(Kind kind, Clock clock, GlueTags tags, GlueDefinitions securityConfigurations) {
        this(kind, clock, tags, Optional.of(securityConfigurations));
    }

    private GlueDefinitions(Kind kind, Clock clock, GlueTags tags, Optional<GlueDefinitions> securityConfigurations) {
        this.kind = kind;
        this.clock = clock;
        this.tags = tags;
        this.securityConfigurations = securityConfigurations;
    }

    /** How the API speaks of a kind. */
    enum Kind {
        JOB("Job", "job", "JobName", "CreatedOn", "SecurityConfiguration") {
            @Override
            GlueParameters update(GlueParameters request) {
                return request.within("JobUpdate");
            }

            // The service: "unspecified configuration is removed or reset to default values".
            @Override
            ObjectNode updated(ObjectNode before, ObjectNode update) {
                update.set("Name", before.path("Name"));
                update.set(created, before.path(created));
                return update;
            }
        },
        CRAWLER("Crawler", "crawler", "Name", "CreationTime", "CrawlerSecurityConfiguration"),
        SECURITY_CONFIGURATION("SecurityConfiguration", "securityConfiguration", "Name", "CreatedTimeStamp", "none");

        final String noun;
        final String arn;
        final String name;
        final String created;
        final String security;

        /**
         * Names the words of the API.
         *
         * @param name of the parameter that names one that exists; who makes one says {@code Name}
         * @param created of the member that says when it was made
         * @param security of the member that names its security configuration
         */
        Kind(String noun, String arn, String name, String created, String security) {
            this.noun = noun;
            this.arn = arn;
            this.name = name;
            this.created = created;
            this.security = security;
        }

        GlueParameters update(GlueParameters request) {
            return request;
        }

        ObjectNode updated(ObjectNode before, ObjectNode update) {
            return before.setAll(update);
        }
    }

    @Override
    public Optional<Answer> handle(AwsCall call) {
        GlueParameters request = new GlueParameters(call.json(), GlueParameters.IN_API);
        String operation = call.operation();
        if (operation.equals("Create" + kind.noun)) {
            return Optional.of(create(call, request));
        }
        if (operation.equals("Get" + kind.noun)) {
            return Optional.of(find(call)
                    .map(found -> Answer.json(object().set(kind.noun, found)))
                    .orElseGet(() -> notFound(call)));
        }
        if (operation.equals("List" + kind.noun + "s")) {
            return Optional.of(list(call));
        }
        if (operation.equals("Update" + kind.noun)) {
            return Optional.of(update(call, request));
        }
        return operation.equals("Delete" + kind.noun) ? Optional.of(delete(call)) : Optional.empty();
    }

    @Override
    public Optional<String> resource(AwsCall call) {
        if (call.operation().equals("List" + kind.noun + "s")) {
            return Optional.of("*");
        }
        if (!List.of("Create", "Get", "Update", "Delete")
                .contains(call.operation().replace(kind.noun, ""))) {
            return Optional.empty();
        }
        return Optional.of(
                kind == Kind.SECURITY_CONFIGURATION ? "*" : Location.of(call).arn(kind.arn, name(call)));
    }

    @Override
    public boolean simulates(String eventName) {
        return eventName.equals("Create" + kind.noun) || eventName.equals("Update" + kind.noun);
    }

    /** An update of what is not there brings it about as the event says. */
    @Override
    public void seed(CloudTrailEvent event) {
        Location location = Location.of(event);
        GlueParameters request = new GlueParameters(event.request(), GlueParameters.IN_CLOUD_TRAIL);
        boolean update = event.name().startsWith("Update");
        String name = request.text(update ? kind.name : "Name");
        if (name.isBlank()) {
            return;
        }
        ObjectNode said = configuration(update ? kind.update(request) : request);
        Optional<ObjectNode> before =
                Optional.ofNullable(all(location).get(name)).filter(_ -> update);
        put(location, name, before.map(found -> kind.updated(found, said)).orElse(said), event.time());
        if (before.isEmpty()) {
            tags.put(location.arn(kind.arn, name), request.map("Tags"));
        }
        securityConfigurations.ifPresent(
                all -> all.seed(location, said.path(kind.security).asText(), event.time()));
    }

    /** Makes a security configuration that encrypts, unless there is one of that name, or the name is blank. */
    void seed(Location location, String name, Instant createdAt) {
        if (!name.isBlank() && !all(location).containsKey(name)) {
            ObjectNode configuration = object();
            configuration
                    .putObject("EncryptionConfiguration")
                    .putArray("S3Encryption")
                    .addObject()
                    .put("S3EncryptionMode", "SSE-S3");
            put(location, name, configuration, createdAt);
        }
    }

    @Override
    public boolean exists(String name) {
        return definitions.values().stream().anyMatch(byName -> byName.containsKey(name));
    }

    @Override
    public void vanish(String name) {
        definitions.values().forEach(byName -> byName.remove(name));
    }

    @Override
    public boolean vanish(ResourceRef target) {
        return target.type().equals("AWS::Glue::" + kind.noun)
                && all(Location.of(target)).remove(target.id()) != null;
    }

    private Answer create(AwsCall call, GlueParameters request) {
        if (find(call).isPresent()) {
            return Answer.error("AlreadyExistsException", "%s %s already exists".formatted(kind.noun, name(call)));
        }
        put(Location.of(call), name(call), configuration(request), clock.instant());
        tags.put(Location.of(call).arn(kind.arn, name(call)), request.map("Tags"));
        return Answer.json(object().put("Name", name(call)));
    }

    private Answer update(AwsCall call, GlueParameters request) {
        Optional<ObjectNode> before = find(call);
        if (before.isEmpty()) {
            return notFound(call);
        }
        ObjectNode said = configuration(kind.update(request));
        put(Location.of(call), name(call), kind.updated(before.get(), said), clock.instant());
        return Answer.json(object());
    }

    /** Answers a page of names in order. The token is the last name of the page before. */
    private Answer list(AwsCall call) {
        String after = call.json().path("NextToken").asText();
        int size = Math.max(1, call.json().path("MaxResults").asInt(PAGE));
        List<String> found = all(Location.of(call)).tailMap(after, false).keySet().stream()
                .limit(size + 1L)
                .toList();
        List<String> page = found.subList(0, Math.min(size, found.size()));
        ObjectNode answer = object();
        ArrayNode names = answer.putArray(kind.noun + "Names");
        page.forEach(names::add);
        if (found.size() > page.size()) {
            answer.put("NextToken", page.getLast());
        }
        return Answer.json(answer);
    }

    private Answer delete(AwsCall call) {
        boolean there = all(Location.of(call)).remove(name(call)) != null;
        // DeleteJob: "if the job definition is not found, no exception is thrown"
        return there || kind == Kind.JOB ? Answer.json(object()) : notFound(call);
    }

    private void put(Location location, String name, ObjectNode definition, Instant createdAt) {
        if (!definition.has(kind.created)) {
            definition.put(kind.created, createdAt.toEpochMilli() / 1000.0);
        }
        all(location).put(name, definition.put("Name", name));
    }

    private Optional<ObjectNode> find(AwsCall call) {
        return Optional.ofNullable(all(Location.of(call)).get(name(call)));
    }

    private NavigableMap<String, ObjectNode> all(Location location) {
        return definitions.computeIfAbsent(location, _ -> new TreeMap<>());
    }

    private ObjectNode configuration(GlueParameters request) {
        ObjectNode configuration = request.texts(List.of("Role", "Description", "DatabaseName", kind.security));
        JsonNode encryption = request.value("EncryptionConfiguration");
        return encryption.isObject() ? configuration.set("EncryptionConfiguration", encryption) : configuration;
    }

    private String name(AwsCall call) {
        return call.json()
                .path(call.operation().startsWith("Create") ? "Name" : kind.name)
                .asText();
    }

    private Answer notFound(AwsCall call) {
        return Answer.error("EntityNotFoundException", "%s %s not found".formatted(kind.noun, name(call)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
