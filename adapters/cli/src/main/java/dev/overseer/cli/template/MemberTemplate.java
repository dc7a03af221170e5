package dev.overseer.cli.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import java.util.List;

/** The template for an account whose resources are worked on by a function in another one: the role, and nothing else. */
public final class MemberTemplate {
    private MemberTemplate() {}

    /**
     * Returns the template.
     *
     * @throws TemplateException if the controls ask for more than a role can hold
     */
    public static ObjectNode of(List<ControlDescriptor> controls) {
        ObjectNode template = Yaml.resource("member.yaml");
        template.withObject("Resources").setAll(TargetRoleResources.of(controls, Fn.ref("FunctionRoleArns")));
        return template;
    }
}
