package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;

/** What a simulated service answers. */
public sealed interface Answer {

    /** An answer as it is. */
    record Content(int status, Map<String, String> headers, String body) implements Answer {
        /** Copies the headers. */
        public Content {
            headers = Map.copyOf(headers);
        }

        Content with(String header, String value) {
            Map<String, String> all = new HashMap<>(headers);
            all.put(header, value);
            return new Content(status, all, body);
        }
    }

    /**
     * An error, written as the call's {@link Protocol} writes errors.
     *
     * @param code such as {@code EntityNotFoundException}; from it the SDK finds the exception to throw
     */
    record Failure(int status, String code, String message) implements Answer {}

    /** A refusal that every service knows and each protocol words in its own way. */
    enum Refusal implements Answer {
        /** Too many calls. */
        THROTTLED,
        /** IAM does not let the caller do that. */
        DENIED
    }

    /** What the SDK client returns, in any protocol. For calls that a client of the same {@link FakeAws} typed. */
    record Response(SdkResponse response) implements Answer {}

    /** What the SDK client throws, in any protocol. For calls that a client of the same {@link FakeAws} typed. */
    record Thrown(AwsServiceException exception) implements Answer {}

    /** Answers in AWS JSON 1.1. */
    static Answer json(JsonNode body) {
        return new Content(200, Map.of("Content-Type", Protocol.JSON_1_1), body.toString());
    }

    /** Answers in XML. */
    static Answer xml(String body) {
        return new Content(200, Map.of("Content-Type", Protocol.XML), body);
    }

    /** Answers that the client made a mistake. */
    static Answer error(String code, String message) {
        return new Failure(400, code, message);
    }

    /** Answers that nobody simulates this operation. {@link FakeAws#notSimulated()} lists such calls. */
    static Answer notSimulated(AwsCall call) {
        return error(
                FakeAws.NOT_SIMULATED,
                "%s is not simulated. Say what AWS answers to a %sRequest: with SimulatedResources, FakeAws.on or a SimulatedService"
                        .formatted(call.action(), call.operation()));
    }
}
