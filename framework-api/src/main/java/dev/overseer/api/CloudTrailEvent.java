package dev.overseer.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One CloudTrail record: an API call that was made, by whom, where, with what.
 *
 * <p>Immutable and safe for several threads, as long as nobody changes the JSON nodes it hands out. Field names and
 * contents are described in <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">the
 * record reference</a>. Parameters are written as the API has them, with a lower-case first letter; absent options are
 * absent keys.
 */
public final class CloudTrailEvent {
    private final Attributes attributes;
    private final JsonNode request;
    private final JsonNode response;
    private final Supplier<JsonNode> record;

    /**
     * Makes an event. For hosts and test kits; a control is handed its events.
     *
     * @param request the record's {@code requestParameters}; a null or missing node where it has none
     * @param response the record's {@code responseElements}; a null or missing node where it has none
     * @param record returns the whole record, the same node at every call; called only when somebody asks
     */
    public CloudTrailEvent(Attributes attributes, JsonNode request, JsonNode response, Supplier<JsonNode> record) {
        this.attributes = attributes;
        this.request = request;
        this.response = response;
        this.record = record;
    }

    /**
     * What every event has.
     *
     * @param id the record's {@code eventID}: the same for every delivery of the event
     * @param time when the call was made, by AWS's clock
     * @param account the account that was called: the record's {@code recipientAccountId}, else the envelope's account.
     *     The caller's may be another
     * @param region the region that was called
     * @param source the called service, such as {@code glue.amazonaws.com}
     * @param name the called operation, such as {@code CreateDevEndpoint}
     * @param type the record's {@code eventType}, such as {@code AwsApiCall}; empty if it has none
     * @param principal who called: the ARN, else the invoking service, else the account, else {@code unknown}
     */
    public record Attributes(
            String id,
            Instant time,
            String account,
            String region,
            String source,
            String name,
            String type,
            String principal) {}

    /** Returns the record's {@code eventID}: the same for every delivery of the event. */
    public String id() {
        return attributes.id();
    }

    /** Returns when the call was made, by AWS's clock. */
    public Instant time() {
        return attributes.time();
    }

    /** Returns the account that was called. The caller's may be another. */
    public String account() {
        return attributes.account();
    }

    /** Returns the region that was called. */
    public String region() {
        return attributes.region();
    }

    /** Returns the called service, such as {@code glue.amazonaws.com}. */
    public String source() {
        return attributes.source();
    }

    /** Returns the called operation, such as {@code CreateDevEndpoint}. */
    public String name() {
        return attributes.name();
    }

    /** Returns who called: the ARN, else the invoking service, else the account, else {@code unknown}. */
    public String principal() {
        return attributes.principal();
    }

    /** Returns what every event has. */
    public Attributes attributes() {
        return attributes;
    }

    /** Returns the request parameters; a null or missing node if the record has none. */
    public JsonNode request() {
        return request;
    }

    /** Returns the response elements; a null or missing node if the record has none. */
    public JsonNode response() {
        return response;
    }

    /** Returns the whole record. */
    public JsonNode record() {
        return record.get();
    }

    /**
     * Returns a name or id among the request parameters; empty if it is absent, null or blank.
     *
     * @param field a field, or a JSON pointer such as {@code /jobUpdate/role}
     * @throws EventFormatException if it is not text
     */
    public Optional<String> request(String field) {
        return name("requestParameters", request, field);
    }

    /** Returns a name or id among the response elements, as {@link #request(String)} does. */
    public Optional<String> response(String field) {
        return name("responseElements", response, field);
    }

    /**
     * Returns the resource that the request describes, or empty if a value that {@code resource} asks for is hidden by
     * CloudTrail, was left out for its size, or is of an unexpected type. Meant for {@link Control#requested}:
     *
     * <pre>{@code
     * return event.requested(values -> DevEndpoint.builder()
     *         .subnetId(values.text("subnetId").orElse(null))
     *         .securityGroupIds(values.texts("securityGroupIds"))
     *         .build());
     * }</pre>
     */
    public <R> Optional<R> requested(Function<RequestedValues, R> resource) {
        try {
            return Optional.of(resource.apply(new RequestedValues(request)));
        } catch (RequestedValues.NotJudgeable unusable) {
            return Optional.empty();
        }
    }

    /** Returns a reference to a resource in the account and region of this event. */
    public ResourceRef resource(String type, String id) {
        return ResourceRef.of(account(), region(), type, id);
    }

    private static Optional<String> name(String section, JsonNode parameters, String field) {
        JsonNode value = field.startsWith("/") ? parameters.at(field) : parameters.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new EventFormatException("%s.%s is %s, not text"
                    .formatted(section, field, value.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
        return value.textValue().isBlank() ? Optional.empty() : Optional.of(value.textValue());
    }

    /** Names the event by its operation, id, account and region; the parameters are left out. */
    @Override
    public String toString() {
        return "%s %s in %s/%s".formatted(name(), id(), account(), region());
    }
}
