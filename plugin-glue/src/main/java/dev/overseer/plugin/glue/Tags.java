package dev.overseer.plugin.glue;

import static dev.overseer.api.AwsAction.action;

import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ResourceRef;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/**
 * The tags of a kind of Glue's resources, which are asked for by ARN.
 *
 * @param kind what stands before the name in an ARN, such as {@code devEndpoint}; see <a
 *     href="https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html">ARNs of Glue</a>
 */
record Tags(String kind) {

    /** Returns the ARN to grant actions on. */
    String arn() {
        return "arn:{partition}:glue:{region}:{account}:%s/{id}".formatted(kind);
    }

    /** Returns what {@link #of} calls. */
    AwsAction read() {
        return action("glue:GetTags").on(arn());
    }

    /** Returns the tags of the target; none if it is gone. */
    Map<String, String> of(ControlContext context) {
        ResourceRef target = context.target();
        try {
            return context.client(GlueClient::builder)
                    .getTags(get -> get.resourceArn("arn:%s:glue:%s:%s:%s/%s"
                            .formatted(target.partition(), target.region(), target.account(), kind, target.id())))
                    .tags();
        } catch (EntityNotFoundException gone) {
            return Map.of();
        }
    }
}
