package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One CloudTrail event, in the making. Immutable: every method that says something about the event returns another
 * builder, so that tests can vary one event.
 *
 * <p>Ids are computed from the rest of the record unless given: equal events have equal ids, others have others.
 */
public final class EventBuilder {
    /** The order in which CloudTrail writes a record. */
    private static final List<String> FIELDS = List.of(
            "eventVersion",
            "userIdentity",
            "eventTime",
            "eventSource",
            "eventName",
            "awsRegion",
            "sourceIPAddress",
            "userAgent",
            "errorCode",
            "errorMessage",
            "requestParameters",
            "responseElements",
            "additionalEventData",
            "requestID",
            "eventID",
            "readOnly",
            "resources",
            "eventType",
            "managementEvent",
            "recipientAccountId",
            "eventCategory");

    private static final List<String> READING = List.of("Get", "List", "Describe", "Head", "Lookup", "BatchGet");
    private static final Map<String, String> TYPES =
            Map.of("assumed-role", "AssumedRole", "user", "IAMUser", "root", "Root", "federated-user", "FederatedUser");
    private static final JsonMapper JSON = JsonMapper.builder()
            // The order of Map.of changes from run to run, and with it computed ids would
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** What was said so far. A field that is to be left out is a missing node. */
    private final ObjectNode said;

    private EventBuilder(ObjectNode said) {
        this.said = said;
    }

    /** Returns an event that says what a record says. */
    static EventBuilder of(ObjectNode record) {
        return new EventBuilder(record.deepCopy());
    }

    static EventBuilder apiCall(String service, String operation) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("eventVersion", "1.11");
        record.put("eventTime", Events.TIME.toString());
        record.put("eventSource", service + ".amazonaws.com");
        record.put("eventName", operation);
        record.put("awsRegion", FakeAws.REGION);
        record.put("sourceIPAddress", "192.0.2.1");
        record.put("userAgent", "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux");
        record.putNull("requestParameters");
        record.putNull("responseElements");
        record.put("readOnly", READING.stream().anyMatch(operation::startsWith));
        record.put("eventType", "AwsApiCall");
        record.put("managementEvent", true);
        record.put("recipientAccountId", FakeAws.ACCOUNT);
        record.put("eventCategory", "Management");
        return new EventBuilder(record);
    }

    /**
     * Adds a request parameter, as CloudTrail spells it. Without any, {@code requestParameters} is null.
     *
     * @param value text, number, boolean, collection, map, {@code JsonNode} or null
     */
    public EventBuilder request(String parameter, @Nullable Object value) {
        return withElement("requestParameters", parameter, value);
    }

    /** Adds a response element, as {@link #request} does. Without any, {@code responseElements} is null. */
    public EventBuilder response(String element, @Nullable Object value) {
        return withElement("responseElements", element, value);
    }

    /** Says who called, by the ARN of a role's session, a user or a root user; somebody of the called account unless said. */
    public EventBuilder by(String arn) {
        return with("userIdentity", identity(arn));
    }

    /** Says when the call was made, to the second, as CloudTrail does; {@link Events#TIME} unless said. */
    public EventBuilder at(Instant time) {
        return with("eventTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** Says which account was called; {@link FakeAws#ACCOUNT} unless said. */
    public EventBuilder account(String id) {
        return with("recipientAccountId", id);
    }

    /** Says which region was called; {@link FakeAws#REGION} unless said. */
    public EventBuilder region(String name) {
        return with("awsRegion", name);
    }

    /** Gives the event an id of its own. */
    public EventBuilder id(String id) {
        return with("eventID", id);
    }

    /** Makes it a failed call. */
    public EventBuilder error(String code) {
        return error(code, "The call failed with " + code);
    }

    /** Makes it a failed call. */
    public EventBuilder error(String code, String message) {
        return with("errorCode", code).with("errorMessage", message);
    }

    /** Sets a field of the record itself to whatever is given, right or wrong. */
    public EventBuilder with(String field, @Nullable Object value) {
        ObjectNode more = said.deepCopy();
        more.set(field, JSON.valueToTree(value));
        return new EventBuilder(more);
    }

    /** Leaves out a field of the record. */
    public EventBuilder without(String field) {
        ObjectNode less = said.deepCopy();
        less.set(field, MissingNode.getInstance());
        return new EventBuilder(less);
    }

    /** Returns the CloudTrail record; the caller may change it. */
    public ObjectNode record() {
        ObjectNode complete = said.deepCopy();
        if (!complete.has("userIdentity")) {
            complete.set(
                    "userIdentity",
                    identity("arn:aws:sts::%s:assumed-role/developer/ann"
                            .formatted(said.path("recipientAccountId").asText())));
        }
        String content = complete.toString();
        if (!complete.has("eventID")) {
            complete.put("eventID", id("event", content));
        }
        if (!complete.has("requestID")) {
            complete.put("requestID", id("request", content));
        }
        return inOrder(complete);
    }

    /** Returns the CloudTrail record as JSON on one line. */
    public String json() {
        return record().toString();
    }

    /** Returns the CloudTrail record as UTF-8 bytes. */
    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the record in the envelope in which EventBridge delivers it; the caller may change it. */
    public ObjectNode envelope() {
        ObjectNode record = record();
        String source = record.path("eventSource").asText();
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("version", "0");
        envelope.put("id", id("envelope", record.toString()));
        envelope.put("detail-type", "AWS API Call via CloudTrail");
        String service = source.substring(0, Math.max(0, source.indexOf('.')));
        envelope.put("source", "aws." + (service.equals("s3-control") ? "s3" : service));
        envelope.set("account", record.path("recipientAccountId"));
        envelope.set("time", record.path("eventTime"));
        envelope.set("region", record.path("awsRegion"));
        envelope.putArray("resources");
        envelope.set("detail", record);
        return envelope;
    }

    /** Returns the EventBridge event as JSON on one line. */
    public String envelopeJson() {
        return envelope().toString();
    }

    /** Returns the EventBridge event as UTF-8 bytes. */
    public byte[] envelopeBytes() {
        return envelopeJson().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the event as a control sees it.
     *
     * @throws java.time.format.DateTimeParseException if its time is not one
     */
    public CloudTrailEvent event() {
        ObjectNode record = record();
        CloudTrailEvent.Attributes attributes = new CloudTrailEvent.Attributes(
                record.path("eventID").asText(""),
                Instant.parse(record.path("eventTime").asText("")),
                record.path("recipientAccountId").asText(""),
                record.path("awsRegion").asText(""),
                record.path("eventSource").asText(""),
                record.path("eventName").asText(""),
                record.path("eventType").asText(""),
                record.path("userIdentity").path("arn").asText("unknown"));
        return new CloudTrailEvent(
                attributes, record.path("requestParameters"), record.path("responseElements"), () -> record);
    }

    /** Returns the record as JSON. */
    @Override
    public String toString() {
        return json();
    }

    private EventBuilder withElement(String section, String element, @Nullable Object value) {
        ObjectNode elements =
                said.path(section) instanceof ObjectNode given ? given.deepCopy() : JSON.createObjectNode();
        elements.set(element, JSON.valueToTree(value));
        return with(section, elements);
    }

    private static ObjectNode identity(String arn) {
        List<String> parts = List.of(arn.split(":", 6));
        String account = parts.size() == 6 ? parts.get(4) : "";
        List<String> name = List.of(parts.getLast().split("/"));
        ObjectNode identity = JSON.createObjectNode();
        identity.put("type", TYPES.getOrDefault(name.getFirst(), "Unknown"));
        identity.put("principalId", principalId(name, account));
        identity.put("arn", arn);
        identity.put("accountId", account);
        switch (name.getFirst()) {
            case "assumed-role" -> {
                identity.put("accessKeyId", "ASIAIOSFODNN7EXAMPLE");
                identity.set("sessionContext", session(parts.get(1), account, name.get(1)));
            }
            case "user" -> identity.put("accessKeyId", "AKIAIOSFODNN7EXAMPLE").put("userName", name.getLast());
            default -> {}
        }
        return identity;
    }

    private static String principalId(List<String> name, String account) {
        return switch (name.getFirst()) {
            case "assumed-role" -> "AROAIOSFODNN7EXAMPLE:" + name.getLast();
            case "user" -> "AIDAIOSFODNN7EXAMPLE";
            default -> account;
        };
    }

    private static ObjectNode session(String partition, String account, String role) {
        ObjectNode session = JSON.createObjectNode();
        session.putObject("sessionIssuer")
                .put("type", "Role")
                .put("principalId", "AROAIOSFODNN7EXAMPLE")
                .put("arn", "arn:%s:iam::%s:role/%s".formatted(partition, account, role))
                .put("accountId", account)
                .put("userName", role);
        session.putObject("attributes")
                .put("creationDate", "2026-01-15T09:00:00Z")
                .put("mfaAuthenticated", "false");
        return session;
    }

    private static ObjectNode inOrder(ObjectNode record) {
        Set<String> names = new LinkedHashSet<>(FIELDS);
        record.fieldNames().forEachRemaining(names::add);
        ObjectNode ordered = JSON.createObjectNode();
        for (String name : names) {
            JsonNode value = record.path(name);
            if (!value.isMissingNode()) {
                ordered.set(name, value);
            }
        }
        return ordered;
    }

    private static String id(String kind, String content) {
        return UUID.nameUUIDFromBytes((kind + content).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
