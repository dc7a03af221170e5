package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * AWS Glue by account and region, following a clock: development endpoints, interactive sessions, jobs, crawlers, security
 * configurations, the Data Catalog's encryption and policy, and tags.
 *
 * <p>An endpoint is PROVISIONING for seven minutes and then READY, unless a {@link Lifecycle} says otherwise, and is gone
 * as soon as it is deleted. What AWS answers to a delete during PROVISIONING is not documented, and nobody seems to have
 * recorded it; this simulator refuses with {@code InvalidInputException} and changes nothing. Sessions live like endpoints,
 * but are STOPPING and STOPPED before they can be deleted.
 *
 * <p>What an event's resource refers to is brought about with it: a security configuration that encrypts. An update of an
 * endpoint that is not there brings about one that is READY, without encryption, network or key.
 *
 * <p>To keep the calls of two callers apart, install the simulator in a {@link FakeAws} for each: the owner of an endpoint
 * repairs it through a client of the second, and {@link FakeAws#writes} of the first stays empty.
 */
public final class GlueSimulator implements SimulatedService {
    /** How long an endpoint is PROVISIONING. Recorded ones took 5 m 54 s and 7 m 46 s. */
    public static final Duration READY_AFTER = Duration.ofMinutes(7);

    private static final int PAGE = 100;

    private final Clock clock;
    private final Lifecycle usual;
    private final Map<String, Lifecycle> scripts = new HashMap<>();
    private final Map<Location, NavigableMap<String, DevEndpoint>> endpoints = new HashMap<>();
    private final Map<String, Integer> deletes = new HashMap<>();
    private final GlueTags tags = new GlueTags();
    private final GlueDefinitions securityConfigurations;
    private final GlueSessions sessions;
    private final List<GluePart> parts;

    /** Makes a Glue whose endpoints and sessions are ready after {@link #READY_AFTER}. */
    public GlueSimulator(Clock clock) {
        this(clock, Lifecycle.readyAfter(READY_AFTER));
    }

    /** Makes a Glue whose endpoints and sessions live like this. */
    public GlueSimulator(Clock clock, Lifecycle usual) {
        this.clock = clock;
        this.usual = usual;
        this.securityConfigurations = new GlueDefinitions(clock, tags);
        this.sessions = new GlueSessions(clock, this::lifecycle, tags, securityConfigurations);
        this.parts = List.of(
                tags,
                securityConfigurations,
                sessions,
                new GlueDefinitions(GlueDefinitions.Kind.JOB, clock, tags, securityConfigurations),
                new GlueDefinitions(GlueDefinitions.Kind.CRAWLER, clock, tags, securityConfigurations),
                new GlueCatalog());
    }

    /** Says how endpoints of this name and sessions of this id live that are created from now on, by an event or by a call. */
    public synchronized void script(String name, Lifecycle lifecycle) {
        scripts.put(name, lifecycle);
    }

    /** Returns an endpoint that is about to exist, as in {@code glue.endpoint("test1").subnetId("subnet-1").ready()}. */
    public DevEndpointSeed endpoint(String name) {
        return new DevEndpointSeed(this, name, clock.instant());
    }

    /** Returns how many endpoints or sessions of this name were deleted by a call, in all accounts and regions. */
    public synchronized int effectiveDeletes(String name) {
        return deletes.getOrDefault(name, 0) + sessions.effectiveDeletes(name);
    }

    /** Returns whether something of this name is to be seen, in any account and region. */
    public synchronized boolean exists(String name) {
        return endpoints.keySet().stream()
                        .anyMatch(location -> find(location, name).isPresent())
                || parts.stream().anyMatch(part -> part.exists(name));
    }

    /** Makes what has this name go away without a call of the API; the policy of a catalog has its account's id for a name. */
    public synchronized void vanish(String name) {
        endpoints.values().forEach(byName -> byName.remove(name));
        parts.forEach(part -> part.vanish(name));
    }

    @Override
    public synchronized boolean vanish(ResourceRef target) {
        return target.type().equals("AWS::Glue::DevEndpoint")
                ? endpoints.getOrDefault(Location.of(target), new TreeMap<>()).remove(target.id()) != null
                : parts.stream().filter(part -> part.vanish(target)).count() > 0;
    }

    @Override
    public String service() {
        return "glue";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public String resource(AwsCall call) {
        if (call.operation().equals("GetDevEndpoints")) {
            return "*";
        }
        return parts.stream()
                .flatMap(part -> part.resource(call).stream())
                .findFirst()
                .orElseGet(() -> Location.of(call).arn("devEndpoint", name(call)));
    }

    @Override
    public synchronized Answer handle(AwsCall call) {
        return switch (call.operation()) {
            case "CreateDevEndpoint" -> create(call);
            case "GetDevEndpoint" -> get(call);
            case "GetDevEndpoints" -> list(call);
            case "UpdateDevEndpoint" -> update(call);
            case "DeleteDevEndpoint" -> delete(call);
            default ->
                parts.stream()
                        .flatMap(part -> part.handle(call).stream())
                        .findFirst()
                        .orElseGet(() -> Answer.notSimulated(call));
        };
    }

    @Override
    public boolean simulates(CloudTrailEvent event) {
        return event.source().equals("glue.amazonaws.com")
                && (List.of("CreateDevEndpoint", "UpdateDevEndpoint").contains(event.name())
                        || parts.stream().anyMatch(part -> part.simulates(event.name())));
    }

    /** An event that names nothing seeds nothing. */
    @Override
    public synchronized void seed(CloudTrailEvent event) {
        switch (event.name()) {
            case "CreateDevEndpoint" -> seedEndpoint(event);
            case "UpdateDevEndpoint" -> seedUpdate(event);
            default ->
                parts.stream().filter(part -> part.simulates(event.name())).forEach(part -> part.seed(event));
        }
    }

    private void seedEndpoint(CloudTrailEvent event) {
        ObjectNode configuration = DevEndpoint.configuration(event.request(), GlueParameters.IN_CLOUD_TRAIL);
        String name = configuration
                .path("EndpointName")
                .asText(event.response().path("endpointName").asText(""));
        if (!name.isBlank()) {
            Location location = Location.of(event);
            configuration.put("EndpointName", name);
            put(location, configuration, event.time(), Optional.empty());
            securityConfigurations.seed(
                    location, configuration.path("SecurityConfiguration").asText(), event.time());
            tags.put(
                    location.arn("devEndpoint", name),
                    new GlueParameters(event.request(), GlueParameters.IN_CLOUD_TRAIL).map("Tags"));
        }
    }

    private void seedUpdate(CloudTrailEvent event) {
        GlueParameters request = new GlueParameters(event.request(), GlueParameters.IN_CLOUD_TRAIL);
        String name = request.text("EndpointName");
        Location location = Location.of(event);
        Optional<DevEndpoint> endpoint = find(location, name);
        if (endpoint.isPresent()) {
            endpoint.get()
                    .changePublicKeys(request.list("AddPublicKeys"), request.list("DeletePublicKeys"), clock.instant());
        } else if (!name.isBlank()) {
            put(
                    location,
                    request.texts(List.of("EndpointName")),
                    event.time(),
                    Optional.of(Lifecycle.starting("READY")));
        }
    }

    /** Puts an endpoint in place, also of an older one of its name. */
    synchronized void put(
            Location location, ObjectNode configuration, Instant createdAt, Optional<Lifecycle> lifecycle) {
        DevEndpoint endpoint = new DevEndpoint(
                configuration,
                createdAt,
                lifecycle.orElseGet(
                        () -> lifecycle(configuration.path("EndpointName").asText())));
        endpoints.computeIfAbsent(location, _ -> new TreeMap<>()).put(endpoint.name(), endpoint);
    }

    private Lifecycle lifecycle(String name) {
        return scripts.getOrDefault(name, usual);
    }

    private Answer create(AwsCall call) {
        ObjectNode configuration = DevEndpoint.configuration(call.json(), UnaryOperator.identity());
        String name = configuration.path("EndpointName").asText();
        if (name.isEmpty() || !configuration.has("RoleArn")) {
            return Answer.error("ValidationException", "EndpointName and RoleArn must not be null");
        }
        Location location = Location.of(call);
        if (find(location, name).isPresent()) {
            return Answer.error("AlreadyExistsException", "DevEndpoint %s already exists".formatted(name));
        }
        put(location, configuration, clock.instant(), Optional.empty());
        tags.put(location.arn("devEndpoint", name), new GlueParameters(call.json(), GlueParameters.IN_API).map("Tags"));
        return find(location, name)
                .map(endpoint -> Answer.json(endpoint.created(clock.instant())))
                .orElseGet(() -> notFound(name));
    }

    private Answer get(AwsCall call) {
        String name = name(call);
        Optional<DevEndpoint> endpoint = find(Location.of(call), name);
        endpoint.ifPresent(DevEndpoint::look);
        return endpoint.map(found -> Answer.json(object().set("DevEndpoint", found.described(clock.instant()))))
                .orElseGet(() -> notFound(name));
    }

    /** Answers a page of endpoints by name. The token is the last name of the page before. */
    private Answer list(AwsCall call) {
        NavigableMap<String, DevEndpoint> all = endpoints.getOrDefault(Location.of(call), new TreeMap<>());
        String after = call.json().path("NextToken").asText();
        int size = Math.max(1, call.json().path("MaxResults").asInt(PAGE));
        List<DevEndpoint> found = all.tailMap(after, false).values().stream()
                .filter(endpoint -> endpoint.exists(clock.instant()))
                .limit(size + 1L)
                .toList();
        List<DevEndpoint> page = found.subList(0, Math.min(size, found.size()));
        ObjectNode answer = object();
        ArrayNode descriptions = answer.putArray("DevEndpoints");
        page.forEach(endpoint -> descriptions.add(endpoint.described(clock.instant())));
        if (found.size() > page.size()) {
            answer.put("NextToken", page.getLast().name());
        }
        return Answer.json(answer);
    }

    private Answer update(AwsCall call) {
        Optional<DevEndpoint> found = find(Location.of(call), name(call));
        if (found.isEmpty()) {
            return notFound(name(call));
        }
        DevEndpoint endpoint = found.get();
        List<String> added = texts(call.json().path("AddPublicKeys"));
        List<String> deleted = texts(call.json().path("DeletePublicKeys"));
        if (!added.isEmpty() && endpoint.keepsLegacyKey(deleted)) {
            return Answer.error("InvalidInputException", "Delete the PublicKey of the DevEndpoint to use PublicKeys");
        }
        endpoint.changePublicKeys(added, deleted, clock.instant());
        if (call.json().hasNonNull("PublicKey")) {
            endpoint.setPublicKey(call.json().path("PublicKey").asText(), clock.instant());
        }
        return Answer.json(object());
    }

    private Answer delete(AwsCall call) {
        String name = name(call);
        Optional<DevEndpoint> endpoint = find(Location.of(call), name);
        String status = endpoint.map(found -> found.status(clock.instant())).orElse("TERMINATED");
        return switch (status) {
            case "TERMINATED" -> notFound(name);
            case "TERMINATING" -> Answer.json(object());
            case "PROVISIONING" ->
                Answer.error(
                        "InvalidInputException",
                        "DevEndpoint %s cannot be deleted while it is %s".formatted(name, status));
            default -> {
                endpoint.ifPresent(found -> found.delete(clock.instant()));
                deletes.merge(name, 1, Integer::sum);
                yield Answer.json(object());
            }
        };
    }

    /** Returns an endpoint that is to be seen, and forgets one that has terminated. */
    private Optional<DevEndpoint> find(Location location, String name) {
        NavigableMap<String, DevEndpoint> byName = endpoints.getOrDefault(location, new TreeMap<>());
        Optional<DevEndpoint> endpoint = Optional.ofNullable(byName.get(name));
        if (endpoint.isPresent() && !endpoint.get().exists(clock.instant())) {
            byName.remove(name);
            return Optional.empty();
        }
        return endpoint;
    }

    private static Answer notFound(String name) {
        return Answer.error("EntityNotFoundException", "DevEndpoint %s not found".formatted(name));
    }

    private static String name(AwsCall call) {
        return call.json().path("EndpointName").asText();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Where a resource is. */
    record Location(String account, String region) {
        static Location of(AwsCall call) {
            return new Location(call.account(), call.region());
        }

        static Location of(ResourceRef target) {
            return new Location(target.account(), target.region());
        }

        static Location of(CloudTrailEvent event) {
            return new Location(event.account(), event.region());
        }

        /** Returns the ARN of a resource there. */
        String arn(String kind, String name) {
            return "arn:%s:glue:%s:%s:%s/%s".formatted(FakeCredentials.partition(region), region, account, kind, name);
        }
    }
}
