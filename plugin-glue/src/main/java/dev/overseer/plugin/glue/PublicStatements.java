package dev.overseer.plugin.glue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells whether a resource policy allows something to everybody.
 *
 * <p>A statement does that if it allows, its {@code Principal} is or has {@code "*"}, or it names a {@code NotPrincipal}, and
 * no condition narrows who is meant. What narrows is judged as <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status">S3
 * judges it</a>: a positive comparison of one of {@link #ABOUT_THE_CALLER} with values that are not wildcards only. An
 * operator on {@code …IfExists} or {@code ForAllValues} also holds for callers without the key, and so narrows nothing.
 */
final class PublicStatements {
    private static final JsonMapper JSON = new JsonMapper();

    /** Condition keys, in lower case. */
    private static final Set<String> ABOUT_THE_CALLER = Set.of(
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:principalservicename",
            "aws:sourceaccount",
            "aws:sourcearn",
            "aws:sourceip",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:userid",
            "aws:username",
            "kms:calleraccount");

    private static final Set<String> POSITIVE =
            Set.of("arnequals", "arnlike", "ipaddress", "stringequals", "stringequalsignorecase", "stringlike");

    private PublicStatements() {}

    /**
     * Returns whether a policy has such a statement.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    static boolean isIn(String policy) {
        try {
            return elements(JSON.readTree(policy).path("Statement")).anyMatch(PublicStatements::isPublic);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    "The resource policy is not JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** Returns whether a policy can be judged at all. */
    static boolean isJson(String policy) {
        try {
            return JSON.readTree(policy).isObject();
        } catch (JsonProcessingException malformed) {
            return false;
        }
    }

    private static boolean isPublic(JsonNode statement) {
        return statement.path("Effect").asText().equals("Allow")
                && (statement.has("NotPrincipal") || isEverybody(statement.path("Principal")))
                && statement.path("Condition").properties().stream().noneMatch(PublicStatements::narrows);
    }

    private static boolean isEverybody(JsonNode principal) {
        return principal.isObject()
                ? elements(principal.path("AWS")).anyMatch(PublicStatements::isEverybody)
                : principal.asText().equals("*");
    }

    private static boolean narrows(Map.Entry<String, JsonNode> condition) {
        String operator = condition.getKey().toLowerCase(Locale.ROOT).replaceFirst("^foranyvalue:", "");
        return POSITIVE.contains(operator)
                && condition.getValue().properties().stream()
                        .anyMatch(key -> ABOUT_THE_CALLER.contains(key.getKey().toLowerCase(Locale.ROOT))
                                && elements(key.getValue()).allMatch(PublicStatements::saysSomething));
    }

    /** Returns whether a value is more than wildcards and the separators of an ARN, and not the whole internet. */
    private static boolean saysSomething(JsonNode value) {
        String text = value.asText();
        return !text.replaceAll("[*?:]", "").replaceFirst("^arn", "").isBlank() && !text.endsWith("/0");
    }

    /** Lists in policies may be one element without brackets. */
    private static Stream<JsonNode> elements(JsonNode oneOrMore) {
        return oneOrMore.isArray()
                ? oneOrMore.valueStream()
                : Stream.of(oneOrMore).filter(one -> !one.isMissingNode());
    }
}
