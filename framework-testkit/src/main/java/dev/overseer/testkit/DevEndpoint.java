package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A development endpoint. Not safe for several threads: {@link GlueSimulator} sees to that. */
final class DevEndpoint {
    private static final List<String> TEXTS = List.of(
            "EndpointName",
            "RoleArn",
            "SubnetId",
            "PublicKey",
            "WorkerType",
            "GlueVersion",
            "ExtraPythonLibsS3Path",
            "ExtraJarsS3Path",
            "SecurityConfiguration");
    private static final List<String> LISTS = List.of("SecurityGroupIds", "PublicKeys");
    private static final List<String> NUMBERS = List.of("NumberOfNodes", "NumberOfWorkers");
    private static final String TERMINATING = "TERMINATING";

    private final ObjectNode configuration;
    private final Instant createdAt;
    private final Lifecycle lifecycle;
    private Instant modifiedAt;
    private Optional<Instant> deletedAt = Optional.empty();
    private int looks;

    DevEndpoint(ObjectNode configuration, Instant createdAt, Lifecycle lifecycle) {
        this.configuration = configuration;
        this.createdAt = createdAt;
        this.lifecycle = lifecycle;
        this.modifiedAt = createdAt;
    }

    /**
     * Returns what of a request Glue would store. Of a value of another type than Glue's, as much is kept as fits.
     *
     * @param spelled how the request spells a name such as {@code EndpointName}
     */
    static ObjectNode configuration(JsonNode request, UnaryOperator<String> spelled) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        for (String name : TEXTS) {
            JsonNode value = request.path(spelled.apply(name));
            if (isScalar(value)) {
                configuration.put(name, value.asText());
            }
        }
        for (String name : LISTS) {
            configuration.set(name, texts(request.path(spelled.apply(name))));
        }
        for (String name : NUMBERS) {
            JsonNode value = request.path(spelled.apply(name));
            if (value.canConvertToInt()) {
                configuration.put(name, value.intValue());
            }
        }
        ObjectNode arguments = configuration.putObject("Arguments");
        request.path(spelled.apply("Arguments")).properties().stream()
                .filter(argument -> isScalar(argument.getValue()))
                .forEach(argument ->
                        arguments.put(argument.getKey(), argument.getValue().asText()));
        return configuration;
    }

    private static ArrayNode texts(JsonNode value) {
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        if (value.isTextual() && !value.textValue().isBlank()) {
            texts.add(value.textValue());
        }
        for (JsonNode element : value.isArray() ? value : texts.arrayNode()) {
            if (isScalar(element)) {
                texts.add(element.asText());
            }
        }
        return texts;
    }

    private static boolean isScalar(JsonNode value) {
        return value.isValueNode() && !value.isNull();
    }

    String name() {
        return configuration.path("EndpointName").asText();
    }

    /** Returns whether the endpoint is to be seen: not deleted, or still terminating. */
    boolean exists(Instant now) {
        return deletedAt
                .map(deleted -> now.isBefore(deleted.plus(lifecycle.terminating())))
                .orElse(true);
    }

    String status(Instant now) {
        return deletedAt.isPresent() ? TERMINATING : lifecycle.status(Duration.between(createdAt, now), looks);
    }

    /** Counts a look, which may bring about the next status. */
    void look() {
        looks++;
    }

    void delete(Instant now) {
        deletedAt = Optional.of(now);
        modifiedAt = now;
    }

    void setPublicKey(String key, Instant now) {
        configuration.put("PublicKey", key);
        modifiedAt = now;
    }

    /** Returns whether the single key of old would still be there without the given keys. It excludes the list of keys. */
    boolean keepsLegacyKey(List<String> deleted) {
        String key = configuration.path("PublicKey").asText();
        return !key.isBlank() && !deleted.contains(key);
    }

    void changePublicKeys(List<String> added, List<String> deleted, Instant now) {
        if (deleted.contains(configuration.path("PublicKey").asText())) {
            configuration.remove("PublicKey");
        }
        ArrayNode keys = JsonNodeFactory.instance.arrayNode();
        configuration
                .path("PublicKeys")
                .valueStream()
                .filter(key -> !deleted.contains(key.textValue()))
                .forEach(keys::add);
        added.forEach(keys::add);
        configuration.set("PublicKeys", keys);
        modifiedAt = now;
    }

    /** Returns what {@code CreateDevEndpoint} answers: no keys, no addresses. */
    ObjectNode created(Instant now) {
        ObjectNode answer = configuration.deepCopy();
        answer.remove(List.of("PublicKey", "PublicKeys"));
        answer.put("Status", status(now));
        answer.put("CreatedTimestamp", seconds(createdAt));
        return answer;
    }

    /** Returns what {@code GetDevEndpoint} answers. */
    ObjectNode described(Instant now) {
        ObjectNode answer = configuration.deepCopy();
        String status = status(now);
        answer.put("Status", status);
        answer.put("LastUpdateStatus", "COMPLETED");
        answer.put("ZeppelinRemoteSparkInterpreterPort", 0);
        answer.put("CreatedTimestamp", seconds(createdAt));
        answer.put("LastModifiedTimestamp", seconds(modifiedAt));
        boolean inVpc = !answer.path("SubnetId").asText().isBlank();
        if (inVpc) {
            answer.put("VpcId", "vpc-0a1b2c3d4e5f60718");
        }
        if (status.equals("READY")) {
            answer.put("YarnEndpointAddress", "ip-10-0-0-10.internal");
            answer.put(inVpc ? "PrivateAddress" : "PublicAddress", inVpc ? "10.0.0.10" : "192.0.2.10");
        }
        return answer;
    }

    /** Returns a time as the protocol has it. */
    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
