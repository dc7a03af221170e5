package dev.overseer.plugin.ec2;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;
import static dev.overseer.plugin.ec2.Ec2Calls.ec2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.api.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

/** Takes back the permission of everybody to make volumes of a snapshot. Accounts that it is shared with keep theirs. */
public final class SnapshotControl implements Control<SharedSnapshot> {
    private static final String TYPE = "AWS::EC2::Snapshot";

    /** Snapshots belong to no account in ARNs. */
    private static final String ARN = "arn:{partition}:ec2:{region}::snapshot/{id}";

    private static final Sharing SHARING = new Sharing("createVolumePermission");

    /** For {@link Ec2Plugin}. */
    public SnapshotControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("ec2-snapshot-public", "EBS snapshots are not public")
                .severity(Severity.CRITICAL)
                .on(EventPattern.apiCalls("ec2", "ModifySnapshotAttribute"))
                .reads(
                        action("ec2:DescribeSnapshots").onAnyResource("EC2 lists snapshots by no resource"),
                        action("ec2:DescribeSnapshotAttribute").on(ARN))
                .writes(action("ec2:ModifySnapshotAttribute").on(ARN))
                .restores(action("ec2:ModifySnapshotAttribute").on(ARN))
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return Structure.request(event).id("snapshotId").stream()
                .filter(id -> SHARING.isIn(event))
                .map(id -> event.resource(TYPE, id))
                .toList();
    }

    @Override
    public Optional<SharedSnapshot> requested(ResourceRef target, CloudTrailEvent event) {
        return SHARING.isPublic(event)
                .map(open -> new SharedSnapshot(
                        Snapshot.builder().snapshotId(target.id()).build(), open ? List.of(everybody()) : List.of()));
    }

    @Override
    public Optional<SharedSnapshot> read(ControlContext context) {
        String id = context.target().id();
        return Ec2Calls.found(
                () -> ec2(context).describeSnapshots(describe -> describe.snapshotIds(id)).snapshots().stream()
                        .map(snapshot -> new SharedSnapshot(snapshot, permissions(context)))
                        .findFirst());
    }

    private static List<CreateVolumePermission> permissions(ControlContext context) {
        return ec2(context)
                .describeSnapshotAttribute(
                        describe -> describe.snapshotId(context.target().id())
                                .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
                .createVolumePermissions();
    }

    @Override
    public List<Check<SharedSnapshot>> checks() {
        return List.of(require("not-public", snapshot -> !snapshot.isPublic(), "is public"));
    }

    @Override
    public Progress remediate(SharedSnapshot snapshot, List<Finding> findings, ControlContext context) {
        return Ec2Calls.write(
                "no longer public",
                () -> ec2(context)
                        .modifySnapshotAttribute(
                                modify -> modify.snapshotId(context.target().id())
                                        .createVolumePermission(permission -> permission.remove(everybody()))));
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        return Ec2Calls.write(
                "public again",
                () -> ec2(context)
                        .modifySnapshotAttribute(
                                modify -> modify.snapshotId(context.target().id())
                                        .createVolumePermission(permission -> permission.add(everybody()))));
    }

    @Override
    public Map<String, String> tags(SharedSnapshot snapshot, ControlContext context) {
        return Ec2Calls.tags(snapshot.snapshot().tags());
    }

    /** Returns the account's public snapshots only: the others pass. */
    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return ec2(context)
                .describeSnapshotsPaginator(
                        describe -> describe.ownerIds("self").restorableByUserIds("all"))
                .snapshots()
                .stream()
                .map(snapshot -> Ec2Calls.swept(context, TYPE, snapshot.snapshotId()));
    }

    private static CreateVolumePermission everybody() {
        return CreateVolumePermission.builder().group(PermissionGroup.ALL).build();
    }
}
