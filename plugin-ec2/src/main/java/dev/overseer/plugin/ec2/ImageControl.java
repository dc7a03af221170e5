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
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;

/** Takes back the permission of everybody to launch an image. Accounts and organizations that it is shared with keep theirs. */
public final class ImageControl implements Control<Image> {
    private static final String TYPE = "AWS::EC2::Image";

    /** Images belong to no account in ARNs. */
    private static final String ARN = "arn:{partition}:ec2:{region}::image/{id}";

    private static final Sharing SHARING = new Sharing("launchPermission");

    /** For {@link Ec2Plugin}. */
    public ImageControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("ec2-image-public", "Machine images are not public")
                .severity(Severity.CRITICAL)
                .on(EventPattern.apiCalls("ec2", "ModifyImageAttribute"))
                .reads(action("ec2:DescribeImages").onAnyResource("EC2 lists images by no resource"))
                .writes(action("ec2:ModifyImageAttribute").on(ARN))
                .restores(action("ec2:ModifyImageAttribute").on(ARN))
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return Structure.request(event).id("imageId").stream()
                .filter(id -> SHARING.isIn(event))
                .map(id -> event.resource(TYPE, id))
                .toList();
    }

    @Override
    public Optional<Image> requested(ResourceRef target, CloudTrailEvent event) {
        return SHARING.isPublic(event)
                .map(open -> Image.builder()
                        .imageId(target.id())
                        .publicLaunchPermissions(open)
                        .build());
    }

    @Override
    public Optional<Image> read(ControlContext context) {
        return Ec2Calls.found(() ->
                ec2(context)
                        .describeImages(
                                describe -> describe.imageIds(context.target().id()))
                        .images()
                        .stream()
                        .filter(image -> image.state() != ImageState.DEREGISTERED)
                        .findFirst());
    }

    @Override
    public List<Check<Image>> checks() {
        return List.of(
                require("not-public", image -> !Boolean.TRUE.equals(image.publicLaunchPermissions()), "is public"));
    }

    @Override
    public Progress remediate(Image image, List<Finding> findings, ControlContext context) {
        return Ec2Calls.write(
                "no longer public",
                () -> ec2(context)
                        .modifyImageAttribute(
                                modify -> modify.imageId(context.target().id())
                                        .launchPermission(permission -> permission.remove(everybody()))));
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        return Ec2Calls.write(
                "public again",
                () -> ec2(context)
                        .modifyImageAttribute(
                                modify -> modify.imageId(context.target().id())
                                        .launchPermission(permission -> permission.add(everybody()))));
    }

    @Override
    public Map<String, String> tags(Image image, ControlContext context) {
        return Ec2Calls.tags(image.tags());
    }

    /** Returns the account's public images only: the others pass. */
    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return ec2(context)
                .describeImagesPaginator(describe -> describe.owners("self")
                        .filters(Filter.builder()
                                .name("is-public")
                                .values("true")
                                .build()))
                .images()
                .stream()
                .map(image -> Ec2Calls.swept(context, TYPE, image.imageId()));
    }

    private static LaunchPermission everybody() {
        return LaunchPermission.builder().group(PermissionGroup.ALL).build();
    }
}
