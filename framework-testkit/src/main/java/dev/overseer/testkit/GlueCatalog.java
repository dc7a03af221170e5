package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.testkit.GlueSimulator.Location;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The Data Catalog of each account and region: its encryption, which is off at first, and its resource policy. What Glue makes
 * of settings that leave out a part is not documented; here that part stays as it was.
 */
final class GlueCatalog implements GluePart {
    private static final String SETTINGS = "DataCatalogEncryptionSettings";
    private static final List<String> AT_REST =
            List.of("CatalogEncryptionMode", "SseAwsKmsKeyId", "CatalogEncryptionServiceRole");
    private static final String RETURNED = "ReturnConnectionPasswordEncrypted";

    private final Map<Location, ObjectNode> settings = new HashMap<>();
    private final Map<Location, String> policies = new HashMap<>();

    @Override
    public Optional<Answer> handle(AwsCall call) {
        Location location = Location.of(call);
        GlueParameters request = new GlueParameters(call.json(), GlueParameters.IN_API);
        return switch (call.operation()) {
            case "GetDataCatalogEncryptionSettings" ->
                Optional.of(Answer.json(object().set(SETTINGS, settings(location))));
            case "PutDataCatalogEncryptionSettings" -> {
                encrypt(location, request);
                yield Optional.of(Answer.json(object()));
            }
            case "GetResourcePolicy" -> Optional.of(policy(location));
            case "PutResourcePolicy" -> Optional.of(putPolicy(location, request));
            case "DeleteResourcePolicy" -> Optional.of(deletePolicy(location, request));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> resource(AwsCall call) {
        return call.operation().endsWith(SETTINGS) || call.operation().endsWith("ResourcePolicy")
                ? Optional.of("*")
                : Optional.empty();
    }

    @Override
    public boolean simulates(String eventName) {
        return eventName.equals("PutDataCatalogEncryptionSettings") || eventName.equals("PutResourcePolicy");
    }

    @Override
    public void seed(CloudTrailEvent event) {
        GlueParameters request = new GlueParameters(event.request(), GlueParameters.IN_CLOUD_TRAIL);
        if (event.name().equals("PutResourcePolicy")) {
            if (!request.text("PolicyInJson").isBlank()) {
                policies.put(Location.of(event), request.text("PolicyInJson"));
            }
        } else {
            encrypt(Location.of(event), request);
        }
    }

    @Override
    public boolean exists(String name) {
        return false;
    }

    @Override
    public void vanish(String account) {
        policies.keySet().removeIf(location -> location.account().equals(account));
    }

    @Override
    public boolean vanish(ResourceRef target) {
        return target.type().equals("AWS::Glue::ResourcePolicy") && policies.remove(Location.of(target)) != null;
    }

    private ObjectNode settings(Location location) {
        return settings.computeIfAbsent(location, _ -> {
            ObjectNode off = object();
            off.putObject("EncryptionAtRest").put("CatalogEncryptionMode", "DISABLED");
            off.putObject("ConnectionPasswordEncryption").put(RETURNED, false);
            return off;
        });
    }

    private void encrypt(Location location, GlueParameters request) {
        GlueParameters said = request.within(SETTINGS);
        ObjectNode all = settings(location);
        ObjectNode atRest = said.within("EncryptionAtRest").texts(AT_REST);
        if (!atRest.isEmpty()) {
            all.set("EncryptionAtRest", atRest);
        }
        GlueParameters passwords = said.within("ConnectionPasswordEncryption");
        JsonNode returned = passwords.value(RETURNED);
        if (returned.isBoolean()) {
            all.set(
                    "ConnectionPasswordEncryption",
                    passwords.texts(List.of("AwsKmsKeyId")).set(RETURNED, returned));
        }
    }

    private Answer policy(Location location) {
        Optional<String> policy = Optional.ofNullable(policies.get(location));
        return policy.map(text -> Answer.json(object().put("PolicyInJson", text).put("PolicyHash", hash(text))))
                .orElseGet(GlueCatalog::noPolicy);
    }

    private Answer putPolicy(Location location, GlueParameters request) {
        boolean there = policies.containsKey(location);
        String condition = request.text("PolicyExistsCondition");
        boolean failed = (condition.equals("NOT_EXIST") && there) || (condition.equals("MUST_EXIST") && !there);
        if (failed) {
            return failedCondition();
        }
        String text = request.text("PolicyInJson");
        policies.put(location, text);
        return Answer.json(object().put("PolicyHash", hash(text)));
    }

    private Answer deletePolicy(Location location, GlueParameters request) {
        Optional<String> policy = Optional.ofNullable(policies.get(location));
        String condition = request.text("PolicyHashCondition");
        if (policy.isEmpty()) {
            return noPolicy();
        }
        if (!condition.isEmpty() && !condition.equals(hash(policy.get()))) {
            return failedCondition();
        }
        policies.remove(location);
        return Answer.json(object());
    }

    private static Answer noPolicy() {
        return Answer.error("EntityNotFoundException", "Policy not found");
    }

    private static Answer failedCondition() {
        return Answer.error("ConditionCheckFailureException", "The condition of the request does not hold");
    }

    private static String hash(String policy) {
        return UUID.nameUUIDFromBytes(policy.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
