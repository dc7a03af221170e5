package dev.overseer.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.aws.IamPolicy;
import java.util.ArrayList;
import java.util.List;

/** The role in which targets of an account are worked on: what {@code overseer policy iam} prints, and nothing else. */
final class TargetRoleResources {
    /** The role's name, in every account. */
    static final String NAME = "OverseerTarget";

    /**
     * In <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM's quotas</a>: all inline
     * policies of a role, one managed policy, and how many of these a role has. White space does not count.
     */
    private static final int MOST_INLINE = 10_240;

    private static final int MOST_MANAGED = 6_144;
    private static final int MOST_POLICIES = 10;

    private final ObjectNode policy;

    private TargetRoleResources(ObjectNode policy) {
        this.policy = policy;
    }

    /**
     * Returns the resources by their logical ids: the role, after policies of its own if they are too long to be part of it.
     *
     * @param trusted whom the role trusts, if they know the external id
     * @throws TemplateException if the controls ask for more than a role can hold
     */
    static ObjectNode of(List<ControlDescriptor> controls, JsonNode trusted) {
        return new TargetRoleResources(IamPolicy.role(controls)).resources(trusted);
    }

    private ObjectNode resources(JsonNode trusted) {
        ObjectNode resources = Fn.object();
        ObjectNode role = Fn.object();
        role.put("RoleName", NAME);
        role.put("Description", "In which Overseer works on resources of this account");
        role.set("AssumeRolePolicyDocument", trust(trusted));
        if (IamPolicy.text(policy).length() <= MOST_INLINE) {
            role.putArray("Policies").addObject().put("PolicyName", "controls").set("PolicyDocument", policy);
        } else {
            addManaged(resources, role.putArray("ManagedPolicyArns"));
        }
        resources.putObject(NAME).put("Type", "AWS::IAM::Role").set("Properties", role);
        return resources;
    }

    private static ObjectNode trust(JsonNode trusted) {
        ObjectNode statement = Fn.object();
        statement.put("Effect", "Allow");
        statement.putObject("Principal").set("AWS", trusted);
        statement.put("Action", "sts:AssumeRole");
        statement.putObject("Condition").putObject("StringEquals").set("sts:ExternalId", Fn.ref("ExternalId"));
        return document(List.of(statement));
    }

    private void addManaged(ObjectNode resources, ArrayNode arns) {
        for (ObjectNode part : parts()) {
            String id = NAME + "Policy" + (arns.size() + 1);
            ObjectNode properties = resources
                    .putObject(id)
                    .put("Type", "AWS::IAM::ManagedPolicy")
                    .putObject("Properties");
            properties.put("Description", "What Overseer's controls ask for").set("PolicyDocument", part);
            arns.add(Fn.ref(id));
        }
    }

    /** Returns the policy in as few parts as its statements go into, in order. */
    private List<ObjectNode> parts() {
        List<ObjectNode> parts = new ArrayList<>();
        List<JsonNode> some = new ArrayList<>();
        for (JsonNode statement : policy.path("Statement")) {
            some.add(statement);
            if (some.size() > 1 && length(some) > MOST_MANAGED) {
                some.removeLast();
                parts.add(document(some));
                some = new ArrayList<>(List.of(statement));
            }
        }
        parts.add(document(some));
        if (parts.size() > MOST_POLICIES || parts.stream().anyMatch(part -> length(part) > MOST_MANAGED)) {
            throw new TemplateException(
                    "The role %s would need %,d characters of policies, and IAM takes %d policies of %,d. Leave controls out with --control"
                            .formatted(NAME, length(policy), MOST_POLICIES, MOST_MANAGED));
        }
        return parts;
    }

    private static int length(List<JsonNode> statements) {
        return length(document(statements));
    }

    private static int length(ObjectNode document) {
        return IamPolicy.text(document).length();
    }

    private static ObjectNode document(List<? extends JsonNode> statements) {
        return Fn.object().put("Version", "2012-10-17").set("Statement", Fn.array(statements));
    }
}
