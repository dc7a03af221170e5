package dev.overseer.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Events with chosen parameters. */
final class Events {
    private Events() {}

    static CloudTrailEvent withRequest(String parameters) {
        return event(json(parameters), MissingNode.getInstance());
    }

    static CloudTrailEvent withResponse(String elements) {
        return event(MissingNode.getInstance(), json(elements));
    }

    static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException invalid) {
            throw new AssertionError(text, invalid);
        }
    }

    private static CloudTrailEvent event(JsonNode request, JsonNode response) {
        ObjectNode record = (ObjectNode) json("{\"eventVersion\": \"1.08\"}");
        CloudTrailEvent.Attributes attributes = new CloudTrailEvent.Attributes(
                "4a0e6ab1-7c0c-4f3b-9d0a-1f2e3d4c5b6a",
                Instant.parse("2026-03-01T10:15:30Z"),
                "123456789012",
                "eu-west-1",
                "glue.amazonaws.com",
                "CreateDevEndpoint",
                "AwsApiCall",
                "arn:aws:iam::123456789012:user/alice");
        return new CloudTrailEvent(attributes, request, response, () -> record);
    }
}
