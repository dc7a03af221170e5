package dev.overseer.runtime.aws;

import dev.overseer.api.ResourceRef;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the placeholders of a declared ARN. */
final class ArnTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(partition|region|account|id)}");

    /**
     * Characters with a meaning in the {@code Resource} of a policy, which are written as <a
     * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars">variables</a>
     * to stand for themselves.
     */
    private static final Pattern SPECIAL = Pattern.compile("[*?$]");

    private ArnTemplate() {}

    /** Returns the pattern that matches every resource of the kind. */
    static String any(String template) {
        return PLACEHOLDER.matcher(template).replaceAll("*");
    }

    /** Returns the pattern that matches the target alone. */
    static String of(String template, ResourceRef target) {
        // In one pass, so that a placeholder in the target's name stays part of the name.
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(placeholder -> Matcher.quoteReplacement(literal(value(placeholder, target))));
    }

    private static String value(MatchResult placeholder, ResourceRef target) {
        return switch (placeholder.group(1)) {
            case "partition" -> target.partition();
            case "region" -> target.region();
            case "account" -> target.account();
            default -> target.id();
        };
    }

    private static String literal(String value) {
        return SPECIAL.matcher(value).replaceAll("\\${$0}");
    }
}
