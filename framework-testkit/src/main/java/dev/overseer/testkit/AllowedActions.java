package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an IAM policy allows, as far as the policies go that are generated from declarations: statements that allow actions
 * on resources. What it does not understand it refuses, rather than to guess. Immutable.
 *
 * <p>A wildcard does not reach beyond its part of an ARN, of which the last may have colons of its own. IAM is no stricter.
 */
final class AllowedActions {
    private static final Set<String> UNDERSTOOD = Set.of("Sid", "Effect", "Action", "Resource");

    /** A variable, a wildcard, or text between them. */
    private static final Pattern TOKEN = Pattern.compile("\\$\\{([^}]*)}|[*?]|[^*?$]+|\\$", Pattern.DOTALL);

    private static final int ARN_PARTS = 6;
    private static final List<Pattern> EVERY_RESOURCE = List.of();

    private final List<Statement> statements;

    private AllowedActions(List<Statement> statements) {
        this.statements = statements;
    }

    private record Statement(List<Pattern> actions, List<List<Pattern>> resources) {
        boolean allows(String action, List<String> resource) {
            return actions.stream().anyMatch(pattern -> pattern.matcher(action).matches())
                    && resources.stream().anyMatch(pattern -> covers(pattern, resource));
        }

        private static boolean covers(List<Pattern> pattern, List<String> resource) {
            if (pattern.equals(EVERY_RESOURCE)) {
                return true;
            }
            return pattern.size() == resource.size()
                    && IntStream.range(0, pattern.size())
                            .allMatch(part -> pattern.get(part)
                                    .matcher(resource.get(part))
                                    .matches());
        }
    }

    /**
     * Reads a policy.
     *
     * @throws IllegalArgumentException if it has an element that is not understood, such as {@code Condition}
     */
    static AllowedActions of(JsonNode policy) {
        if (!policy.path("Version").asText().equals("2012-10-17")) {
            throw new IllegalArgumentException("Policy variables need Version 2012-10-17: " + policy);
        }
        return new AllowedActions(policy.path("Statement")
                .valueStream()
                .map(AllowedActions::statement)
                .toList());
    }

    /**
     * Returns whether a call is allowed.
     *
     * @param action as IAM names it
     * @param resource an ARN, or {@code *} for a call that is about no resource
     */
    boolean allows(String action, String resource) {
        return statements.stream().anyMatch(statement -> statement.allows(action, parts(resource)));
    }

    private static Statement statement(JsonNode statement) {
        Optional<String> unknown = statement
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !UNDERSTOOD.contains(name))
                .findFirst();
        if (unknown.isPresent() || !statement.path("Effect").asText().equals("Allow")) {
            throw new IllegalArgumentException(
                    "Only statements that Allow an Action on a Resource are understood, not " + statement);
        }
        return new Statement(
                texts(statement.path("Action"))
                        .map(action -> pattern(action, Pattern.CASE_INSENSITIVE))
                        .toList(),
                texts(statement.path("Resource")).map(AllowedActions::resource).toList());
    }

    private static Stream<String> texts(JsonNode oneOrMore) {
        return oneOrMore.isArray() ? oneOrMore.valueStream().map(JsonNode::asText) : Stream.of(oneOrMore.asText());
    }

    private static List<Pattern> resource(String resource) {
        if (resource.equals("*")) {
            return EVERY_RESOURCE;
        }
        List<String> parts = parts(resource);
        if (parts.size() != ARN_PARTS) {
            throw new IllegalArgumentException("\"%s\" is neither an ARN nor *".formatted(resource));
        }
        return parts.stream().map(part -> pattern(part, 0)).toList();
    }

    private static List<String> parts(String arn) {
        return List.of(arn.split(":", ARN_PARTS));
    }

    private static Pattern pattern(String text, int flags) {
        StringBuilder regex = new StringBuilder();
        Matcher tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            regex.append(regex(tokens, text));
        }
        return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
    }

    private static String regex(Matcher token, String text) {
        String variable = token.group(1);
        if (variable == null) {
            return switch (token.group()) {
                case "*" -> ".*";
                case "?" -> ".";
                default -> Pattern.quote(token.group());
            };
        }
        if (!Set.of("*", "?", "$").contains(variable)) {
            throw new IllegalArgumentException("\"%s\" has a variable that only AWS can fill".formatted(text));
        }
        return Pattern.quote(variable);
    }
}
