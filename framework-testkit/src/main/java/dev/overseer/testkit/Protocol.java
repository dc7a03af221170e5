package dev.overseer.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** How requests name their operation and how errors are written. */
public enum Protocol {
    /** <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1</a>, as in Glue. */
    JSON {
        @Override
        String operation(AwsRequest request) {
            String target = request.header("X-Amz-Target");
            return target.substring(target.indexOf('.') + 1);
        }

        @Override
        Answer.Failure throttled() {
            return new Answer.Failure(400, "ThrottlingException", "Rate exceeded");
        }

        @Override
        Answer.Failure denied(String message) {
            return new Answer.Failure(400, "AccessDeniedException", message);
        }

        @Override
        Answer.Content render(Answer.Failure failure, String requestId) {
            String body = JsonNodeFactory.instance
                    .objectNode()
                    .put("__type", failure.code())
                    .put("Message", failure.message())
                    .toString();
            return new Answer.Content(failure.status(), Map.of("Content-Type", JSON_1_1), body);
        }
    },

    /** <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS query</a>, as in STS. */
    QUERY {
        @Override
        String operation(AwsRequest request) {
            return request.parameters().getOrDefault("Action", "");
        }

        @Override
        Answer.Failure throttled() {
            return new Answer.Failure(400, "Throttling", "Rate exceeded");
        }

        @Override
        Answer.Failure denied(String message) {
            return new Answer.Failure(403, "AccessDenied", message);
        }

        @Override
        Answer.Content render(Answer.Failure failure, String requestId) {
            String body = "<ErrorResponse><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error>"
                            .formatted(
                                    failure.status() < 500 ? "Sender" : "Receiver",
                                    xml(failure.code()),
                                    xml(failure.message()))
                    + "<RequestId>%s</RequestId></ErrorResponse>".formatted(requestId);
            return new Answer.Content(failure.status(), Map.of("Content-Type", XML), body);
        }
    },

    /** <a href="https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html">EC2 query</a>: other names of errors. */
    EC2 {
        @Override
        String operation(AwsRequest request) {
            return QUERY.operation(request);
        }

        @Override
        Answer.Failure throttled() {
            return new Answer.Failure(503, "RequestLimitExceeded", "Request limit exceeded.");
        }

        @Override
        Answer.Failure denied(String message) {
            return new Answer.Failure(403, "UnauthorizedOperation", message);
        }

        @Override
        Answer.Content render(Answer.Failure failure, String requestId) {
            String body = "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors>"
                            .formatted(xml(failure.code()), xml(failure.message()))
                    + "<RequestID>%s</RequestID></Response>".formatted(requestId);
            return new Answer.Content(failure.status(), Map.of("Content-Type", XML), body);
        }
    },

    /** <a href="https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html">REST and XML</a>, as in S3. */
    REST_XML {
        // Only the service knows: SimulatedService.operation tells it by method, path and query.
        @Override
        String operation(AwsRequest request) {
            return "";
        }

        @Override
        Answer.Failure throttled() {
            return new Answer.Failure(503, "SlowDown", "Please reduce your request rate.");
        }

        @Override
        Answer.Failure denied(String message) {
            return new Answer.Failure(403, "AccessDenied", message);
        }

        @Override
        Answer.Content render(Answer.Failure failure, String requestId) {
            String error =
                    "<Code>%s</Code><Message>%s</Message>".formatted(xml(failure.code()), xml(failure.message()));
            // S3 Control wraps its errors, S3 does not: each client finds here what it looks for.
            String body =
                    "<Error>%1$s<Error>%1$s</Error><RequestId>%2$s</RequestId></Error>".formatted(error, requestId);
            return new Answer.Content(failure.status(), Map.of("Content-Type", REST), body);
        }
    };

    static final String JSON_1_1 = "application/x-amz-json-1.1";
    static final String XML = "text/xml";
    static final String REST = "application/xml";

    /** Returns the operation that a request names; empty if it names none. */
    abstract String operation(AwsRequest request);

    abstract Answer.Failure throttled();

    abstract Answer.Failure denied(String message);

    abstract Answer.Content render(Answer.Failure failure, String requestId);

    /** Returns the protocol of a request to a service that nobody simulates. */
    static Protocol of(AwsRequest request) {
        return request.header("X-Amz-Target").isEmpty() ? QUERY : JSON;
    }

    /** Returns a text as XML character data. */
    static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
