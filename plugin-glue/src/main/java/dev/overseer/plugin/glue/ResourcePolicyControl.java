package dev.overseer.plugin.glue;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;

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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConditionCheckFailureException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetResourcePolicyResponse;

/**
 * Takes the resource policy off a Glue Data Catalog that opens it to every AWS account. There is one catalog, and one such
 * policy, in each account and region.
 *
 * <p>The whole policy, not the statement that is wrong: what would be left is a policy that nobody wrote, and whoever opened
 * the catalog has to look at all of it. Others lose what it shared with them until then; therefore the ledger keeps its text
 * first, and whoever needs it puts it back by hand. Only the very version that was judged is deleted.
 */
public final class ResourcePolicyControl implements Control<CatalogPolicy> {
    private static final String TYPE = "AWS::Glue::ResourcePolicy";
    private static final String UNNARROWED = "IAM knows no resource for the policy of the catalog";
    private static final Duration SOON = Duration.ofSeconds(30);

    /** For {@link GluePlugin}. */
    public ResourcePolicyControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("glue-resource-policy", "The Glue Data Catalog is not open to the world")
                .severity(Severity.CRITICAL)
                .on(EventPattern.apiCalls("glue", "PutResourcePolicy"))
                .reads(action("glue:GetResourcePolicy").onAnyResource(UNNARROWED))
                .writes(action("glue:DeleteResourcePolicy")
                        .onAnyResource(UNNARROWED)
                        .keepingPreState())
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return List.of(event.resource(TYPE, event.account()));
    }

    @Override
    public Optional<CatalogPolicy> requested(ResourceRef target, CloudTrailEvent event) {
        return event.requested(request -> request.text("policyInJson"))
                .flatMap(policy -> policy)
                .filter(PublicStatements::isJson)
                .map(policy -> new CatalogPolicy(policy, ""));
    }

    @Override
    public Optional<CatalogPolicy> read(ControlContext context) {
        try {
            GetResourcePolicyResponse policy = glue(context).getResourcePolicy(get -> {});
            return Optional.of(new CatalogPolicy(policy.policyInJson(), policy.policyHash()));
        } catch (EntityNotFoundException none) {
            return Optional.empty();
        }
    }

    @Override
    public List<Check<CatalogPolicy>> checks() {
        return List.of(require(
                "not-public",
                policy -> !PublicStatements.isIn(policy.json()),
                "allows something to every AWS account"));
    }

    @Override
    public Progress remediate(CatalogPolicy policy, List<Finding> findings, ControlContext context) {
        try {
            glue(context).deleteResourcePolicy(delete -> delete.policyHashCondition(policy.hash()));
            return Progress.done("deleted; the ledger keeps its text");
        } catch (EntityNotFoundException gone) {
            return Progress.done("gone before it could be deleted");
        } catch (ConditionCheckFailureException changed) {
            return Progress.waitFor(SOON, "another reading: the policy was replaced after it was read");
        }
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return Stream.of(context.resource(TYPE, context.target().account()));
    }

    private static GlueClient glue(ControlContext context) {
        return context.client(GlueClient::builder);
    }
}
