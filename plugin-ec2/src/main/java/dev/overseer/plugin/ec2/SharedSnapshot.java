package dev.overseer.plugin.ec2;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * A snapshot, and who may make volumes of it.
 *
 * @param permissions besides the owner
 */
record SharedSnapshot(Snapshot snapshot, List<CreateVolumePermission> permissions) {
    SharedSnapshot {
        permissions = List.copyOf(permissions);
    }

    boolean isPublic() {
        return permissions.stream().anyMatch(permission -> permission.group() == PermissionGroup.ALL);
    }
}
