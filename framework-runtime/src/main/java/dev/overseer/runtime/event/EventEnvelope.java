package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Writes events in the form in which EventBridge delivers them. */
public final class EventEnvelope {
    /** In bytes of UTF-8. */
    static final int LARGEST = 1 << 20;

    private EventEnvelope() {}

    /**
     * Returns the event as EventBridge would deliver it, so that a suspended incident can carry it; {@link EventReader}
     * reads it back as it was. {@code source} and {@code detail-type} are derived from the record. The record itself is
     * part of what is returned: neither is to be changed.
     */
    public static ObjectNode of(CloudTrailEvent event) {
        ObjectNode envelope = around(event, Origin.of(event));
        envelope.set("detail", event.record());
        return envelope;
    }

    /**
     * Returns the same, gzipped and in base64, for an event that would otherwise be too large to travel.
     *
     * @throws EventFormatException if it has more than 1 MiB, which nobody would read back
     */
    public static String zipped(CloudTrailEvent event) {
        byte[] json = of(event).toString().getBytes(UTF_8);
        if (json.length > LARGEST) {
            throw tooLarge();
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(json);
        } catch (IOException impossible) {
            throw new IllegalStateException("an array of bytes cannot be written", impossible);
        }
        return Base64.getEncoder().encodeToString(zipped.toByteArray());
    }

    /**
     * Returns the bytes of what {@link #zipped} returned. Inflates no more than an event may have.
     *
     * @throws EventFormatException if it is not that, or has more than 1 MiB
     */
    static byte[] unzipped(String zipped) {
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(zipped)))) {
            byte[] json = in.readNBytes(LARGEST + 1);
            if (json.length > LARGEST) {
                throw tooLarge();
            }
            return json;
        } catch (IllegalArgumentException | IOException damaged) {
            throw new EventFormatException("eventGzip is not gzip data in base64: " + damaged.getMessage());
        }
    }

    private static EventFormatException tooLarge() {
        return new EventFormatException("the event is larger than 1 MiB");
    }

    /** Returns the envelope that came with the event, or would have, without its {@code detail}. */
    static ObjectNode around(CloudTrailEvent event, Origin origin) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", event.id())
                .put("detail-type", origin.detailType())
                .put("source", origin.source())
                .put("account", event.account())
                .put("time", event.time().toString())
                .put("region", event.region());
    }
}
