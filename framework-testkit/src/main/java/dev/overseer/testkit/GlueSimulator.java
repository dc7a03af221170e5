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
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * AWS Glue: development endpoints, by account and region, following a clock.
 *
 * <p>An endpoint is PROVISIONING for seven minutes and then READY, unless a {@link Lifecycle} says otherwise, and is gone
 * as soon as it is deleted. What AWS answers to a delete during PROVISIONING is not documented, and nobody seems to have
 * recorded it; this simulator refuses with {@code InvalidInputException} and changes nothing.
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

    /** Makes a Glue whose endpoints are ready after {@link #READY_AFTER}. */
    public GlueSimulator(Clock clock) {
        this(clock, Lifecycle.readyAfter(READY_AFTER));
    }

    /** Makes a Glue whose endpoints live like this. */
    public GlueSimulator(Clock clock, Lifecycle usual) {
        this.clock = clock;
        this.usual = usual;
    }

    /** Says how endpoints of this name live that are created from now on, by an event or by a call. */
    public synchronized void script(String name, Lifecycle lifecycle) {
        scripts.put(name, lifecycle);
    }

    /** Returns an endpoint that is about to exist, as in {@code glue.endpoint("test1").subnetId("subnet-1").ready()}. */
    public DevEndpointSeed endpoint(String name) {
        return new DevEndpointSeed(this, name, clock.instant());
    }

    /** Returns how many endpoints of this name were deleted by a call, in all accounts and regions. */
    public synchronized int effectiveDeletes(String name) {
        return deletes.getOrDefault(name, 0);
    }

    /** Returns whether an endpoint of this name is to be seen, in any account and region. */
    public synchronized boolean exists(String name) {
        return endpoints.keySet().stream()
                .anyMatch(location -> find(location, name).isPresent());
    }

    /** Makes an endpoint go away without a call of the API. */
    public synchronized void vanish(String name) {
        endpoints.values().forEach(byName -> byName.remove(name));
    }

    @Override
    public synchronized boolean vanish(ResourceRef target) {
        return target.type().equals("AWS::Glue::DevEndpoint")
                && endpoints
                                .getOrDefault(new Location(target.account(), target.region()), new TreeMap<>())
                                .remove(target.id())
                        != null;
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
        return call.operation().equals("GetDevEndpoints")
                ? "*"
                : "arn:%s:glue:%s:%s:devEndpoint/%s"
                        .formatted(FakeCredentials.partition(call.region()), call.region(), call.account(), name(call));
    }

    @Override
    public synchronized Answer handle(AwsCall call) {
        return switch (call.operation()) {
            case "CreateDevEndpoint" -> create(call);
            case "GetDevEndpoint" -> get(call);
            case "GetDevEndpoints" -> list(call);
            case "UpdateDevEndpoint" -> update(call);
            case "DeleteDevEndpoint" -> delete(call);
            default -> Answer.notSimulated(call);
        };
    }

    @Override
    public boolean simulates(CloudTrailEvent event) {
        return event.source().equals("glue.amazonaws.com") && event.name().equals("CreateDevEndpoint");
    }

    /** An event that names no endpoint seeds nothing. */
    @Override
    public void seed(CloudTrailEvent event) {
        ObjectNode configuration = DevEndpoint.configuration(event.request(), GlueSimulator::inCloudTrail);
        String name = configuration
                .path("EndpointName")
                .asText(event.response().path("endpointName").asText(""));
        if (!name.isBlank()) {
            configuration.put("EndpointName", name);
            put(new Location(event.account(), event.region()), configuration, event.time(), Optional.empty());
        }
    }

    /** Puts an endpoint in place, also of an older one of its name. */
    synchronized void put(
            Location location, ObjectNode configuration, Instant createdAt, Optional<Lifecycle> lifecycle) {
        DevEndpoint endpoint = new DevEndpoint(
                configuration,
                createdAt,
                lifecycle.orElseGet(() ->
                        scripts.getOrDefault(configuration.path("EndpointName").asText(), usual)));
        endpoints.computeIfAbsent(location, _ -> new TreeMap<>()).put(endpoint.name(), endpoint);
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

    /** Returns the name of a parameter as CloudTrail spells it: with a lower-case first letter. */
    private static String inCloudTrail(String parameter) {
        return parameter.substring(0, 1).toLowerCase(Locale.ROOT) + parameter.substring(1);
    }

    /** Where a resource is. */
    record Location(String account, String region) {
        static Location of(AwsCall call) {
            return new Location(call.account(), call.region());
        }
    }
}
