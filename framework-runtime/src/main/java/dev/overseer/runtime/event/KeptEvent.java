package dev.overseer.runtime.event;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes events so that a ledger can keep them, and reads them back as they were. What the reader established about an
 * event is kept beside its record, and not established again: nobody but the framework writes to a ledger.
 *
 * <p>Takes every event that the reader delivers, also one of exactly 1 MiB, for which {@link EventEnvelope} has no room.
 */
public final class KeptEvent {
    /** ASCII only, so that half a surrogate pair comes back as it was. */
    private static final ObjectWriter RECORD = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writer();

    private static final JsonTrees TREES = new JsonTrees();

    private KeptEvent() {}

    /** Returns the event; its record is gzipped. */
    public static ObjectNode write(CloudTrailEvent event) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", event.id())
                .put("name", event.name())
                .put("source", event.source())
                .put("type", event.attributes().type())
                .put("time", event.time().toString())
                .put("account", event.account())
                .put("region", event.region())
                .put("principal", event.principal())
                .put("recordGzip", zipped(event.record()));
    }

    /**
     * Returns the event that {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else; the message names the field
     */
    public static CloudTrailEvent read(JsonNode kept) {
        JsonNode record = unzipped(text(kept, "recordGzip"));
        var attributes = new CloudTrailEvent.Attributes(
                text(kept, "id"),
                time(kept),
                text(kept, "account"),
                text(kept, "region"),
                text(kept, "source"),
                text(kept, "name"),
                text(kept, "type"),
                text(kept, "principal"));
        return new CloudTrailEvent(
                attributes, record.path(Key.REQUEST.text()), record.path(Key.RESPONSE.text()), () -> record);
    }

    private static String zipped(JsonNode record) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            RECORD.writeValue(out, record);
        } catch (IOException impossible) {
            throw new IllegalStateException("an array of bytes cannot be written", impossible);
        }
        return Base64.getEncoder().encodeToString(zipped.toByteArray());
    }

    private static JsonNode unzipped(String zipped) {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(zipped)))) {
            return TREES.read(in.readAllBytes());
        } catch (IllegalArgumentException | IOException | EventFormatException damaged) {
            throw new IllegalArgumentException("recordGzip is not a gzipped record in base64", damaged);
        }
    }

    private static Instant time(JsonNode kept) {
        try {
            return Instant.parse(text(kept, "time"));
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("time is not a time such as 2026-01-31T12:00:00Z", malformed);
        }
    }

    private static String text(JsonNode kept, String field) {
        JsonNode value = kept.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("%s is missing or is not text".formatted(field));
        }
        return value.textValue();
    }
}
