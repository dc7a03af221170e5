package dev.overseer.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.stream.Stream;

/** A bucket policy, and whether it is public: a simple reading of <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html">The meaning of
 * "public"</a>, in which any condition makes a statement harmless. */
final class S3Policy {
    private static final JsonMapper JSON = new JsonMapper();

    private S3Policy() {}

    /** Returns a policy; empty if the text is none. */
    static Optional<JsonNode> of(String text) {
        try {
            JsonNode policy = JSON.readTree(text);
            return Optional.of(policy).filter(JsonNode::isObject);
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    static boolean isPublic(JsonNode policy) {
        return elements(policy.path("Statement"))
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .filter(statement -> statement.path("Condition").isEmpty())
                .map(statement -> statement.path("Principal"))
                .anyMatch(principal -> isEverybody(principal)
                        || elements(principal.path("AWS")).anyMatch(S3Policy::isEverybody));
    }

    private static boolean isEverybody(JsonNode principal) {
        return principal.asText().equals("*");
    }

    /** Returns one or many. */
    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? node.valueStream() : Stream.of(node);
    }
}
