package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;

/**
 * One call of an AWS API, as the service sees it.
 *
 * @param at by the clock of the {@link FakeAws}
 * @param account whose credentials signed the call
 * @param region as signed
 * @param principal the ARN that the credentials stand for
 * @param service the signing name, such as {@code glue}
 * @param operation such as {@code DeleteDevEndpoint}
 * @param request what was sent, without the headers that only transport and sign it
 * @param typed the request as the SDK client was given it; empty for a call that came over HTTP
 */
public record AwsCall(
        Instant at,
        String account,
        String region,
        String principal,
        String service,
        String operation,
        AwsRequest request,
        Optional<SdkRequest> typed) {
    private static final List<String> READING =
            List.of("Get", "List", "Describe", "Head", "Lookup", "BatchGet", "Search", "Query", "Scan", "AssumeRole");

    /** Returns the operation with its service, such as {@code glue:DeleteDevEndpoint}. */
    public String action() {
        return service + ":" + operation;
    }

    /** Returns the request body as JSON, in the protocols that send JSON. */
    public JsonNode json() {
        return request.json();
    }

    /** Returns whether the call may change something. Judged by the operation's first word. */
    public boolean isWrite() {
        return READING.stream().noneMatch(operation::startsWith);
    }

    /** Names account, region and action, and quotes the body. */
    @Override
    public String toString() {
        return "%s/%s %s %s".formatted(account, region, action(), request.body());
    }
}
