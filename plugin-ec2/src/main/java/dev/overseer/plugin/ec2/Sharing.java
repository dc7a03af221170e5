package dev.overseer.plugin.ec2;

import dev.overseer.api.CloudTrailEvent;
import java.util.List;
import java.util.Optional;

/**
 * What an event says about with whom a snapshot or an image is shared.
 *
 * @param attribute the name of the permission, such as {@code launchPermission}
 */
record Sharing(String attribute) {
    /** The group that everybody is in. */
    private static final String EVERYBODY = "all";

    /** Returns whether the event is about the permission, and not about another attribute. */
    boolean isIn(CloudTrailEvent event) {
        Structure request = Structure.request(event);
        // Of snapshots, events call it CREATE_VOLUME_PERMISSION.
        String type = request.node().path("attributeType").asText().replace("_", "");
        return request.has(attribute) || type.equalsIgnoreCase(attribute);
    }

    /**
     * Returns whether the resource is public after the event. The event tells only what it adds and removes: empty if that
     * is not everybody.
     */
    Optional<Boolean> isPublic(CloudTrailEvent event) {
        return Structure.request(event).in(attribute).judged(this::change).flatMap(change -> change);
    }

    private Optional<Boolean> change(Structure permission) {
        if (includesEverybody(permission.list("add"))) {
            return Optional.of(true);
        }
        return includesEverybody(permission.list("remove")) ? Optional.of(false) : Optional.empty();
    }

    private static boolean includesEverybody(List<Structure> holders) {
        return holders.stream()
                .map(holder -> holder.text("group"))
                .flatMap(Optional::stream)
                .anyMatch(EVERYBODY::equals);
    }
}
