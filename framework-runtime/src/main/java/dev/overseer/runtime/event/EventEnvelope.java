package dev.overseer.runtime.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;

/** Writes events in the form in which EventBridge delivers them. */
public final class EventEnvelope {

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
