package dev.overseer.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an AWS service is sent, whatever its protocol.
 *
 * @param host where it was sent, such as {@code glue.eu-west-1.amazonaws.com}
 * @param path percent-encoded, such as {@code /}
 * @param query decoded; the first value of each name
 * @param headers by lower-case name, several values joined by commas
 * @param body UTF-8, decoded
 */
public record AwsRequest(
        String method, String host, String path, Map<String, String> query, Map<String, String> headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Headers that transport and sign a request. What remains is input of the API. */
    private static final Set<String> TRANSPORT = Set.of(
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "expect",
            "host",
            "transfer-encoding",
            "user-agent",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-security-token",
            "x-amz-user-agent",
            "x-amzn-trace-id",
            TypedCalls.HEADER);

    /** Copies the collections. */
    public AwsRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** Returns a header, or the empty string. Letter case does not matter. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /**
     * Returns the body as JSON; an empty object if there is no body.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    public JsonNode json() {
        if (body.isEmpty()) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body is not JSON: " + body, e);
        }
    }

    /** Returns the parameters of the query protocols: those of the URL, and those of a form in the body. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>(query);
        if (header("Content-Type").startsWith("application/x-www-form-urlencoded")) {
            parameters.putAll(decoded(body));
        }
        return parameters;
    }

    /** Returns the parameters of an encoded form or URL query; the first value of each name. */
    static Map<String, String> decoded(String form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : form.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.putIfAbsent(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
            }
        }
        return parameters;
    }

    /** Returns the request without what only transports and signs it, which is most of it: a rehearsal keeps many. */
    AwsRequest input() {
        Map<String, String> input = new HashMap<>();
        headers.forEach((name, value) -> {
            if (!TRANSPORT.contains(name) && !name.startsWith("amz-sdk-")) {
                input.put(name.intern(), value);
            }
        });
        return new AwsRequest(method, host, path, query, input, body);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
