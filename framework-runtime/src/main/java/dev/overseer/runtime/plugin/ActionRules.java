package dev.overseer.runtime.plugin;

import dev.overseer.api.AwsAction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What holds for a declared AWS action, from which IAM policies are made. */
final class ActionRules {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]*");
    private static final Pattern OPERATION = Pattern.compile("[A-Z][A-Za-z0-9]*");
    private static final String ARN_START = "arn:{partition}:";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?:partition|region|account|id)}");

    private ActionRules() {}

    static List<String> problems(String control, AwsAction action) {
        String name = action.name();
        if (!NAME.matcher(name).matches()) {
            return List.of(
                    "Control %s declares the action \"%s\". Name one action as IAM does, without wildcards, such as \"glue:GetDevEndpoint\"."
                            .formatted(control, name));
        }
        List<String> problems = new ArrayList<>();
        if (!OPERATION.matcher(action.operation()).matches()) {
            problems.add(
                    "Control %s declares %s as called by \"%s\". Name the SDK's operation, such as calledAs(\"ListObjectsV2\")."
                            .formatted(control, name, action.operation()));
        }
        if (action.resource().isEmpty() && action.anyResource().isEmpty()) {
            problems.add(
                    "Control %s does not say what %s is granted on. Add on(\"arn:{partition}:…\") or onAnyResource(\"why\")."
                            .formatted(control, name));
        }
        if (action.anyResource().filter(String::isBlank).isPresent()) {
            problems.add("Control %s grants %s on any resource without a reason. Say why in onAnyResource(…)."
                    .formatted(control, name));
        }
        action.resource().ifPresent(arn -> problems.addAll(arnProblems(control, name, arn)));
        return problems;
    }

    private static List<String> arnProblems(String control, String action, String arn) {
        List<String> problems = new ArrayList<>();
        if (!arn.startsWith(ARN_START)) {
            problems.add("Control %s grants %s on \"%s\". Begin the ARN with \"%s\"."
                    .formatted(control, action, arn, ARN_START));
        }
        String literal = PLACEHOLDER.matcher(arn).replaceAll("");
        if (literal.contains("{") || literal.contains("}")) {
            problems.add(
                    "Control %s grants %s on \"%s\", which has an unknown placeholder. Use {partition}, {region}, {account} and {id}."
                            .formatted(control, action, arn));
        }
        return problems;
    }
}
