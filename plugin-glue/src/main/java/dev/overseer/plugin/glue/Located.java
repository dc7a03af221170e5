package dev.overseer.plugin.glue;

import dev.overseer.api.ResourceRef;

/** Names what a sweep comes upon. */
final class Located {
    private Located() {}

    /** Returns a reference to a resource in the account and region of another. */
    static ResourceRef beside(ResourceRef place, String type, String id) {
        return new ResourceRef(place.partition(), place.account(), place.region(), type, id);
    }
}
