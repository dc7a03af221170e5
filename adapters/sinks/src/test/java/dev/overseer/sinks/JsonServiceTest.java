package dev.overseer.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

class JsonServiceTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonService.Names EVENT_BRIDGE = new JsonService.Names("EventBridge", "events", "AWSEvents");
    private static final AwsCredentialsProvider CREDENTIALS = StaticCredentialsProvider.create(
            AwsSessionCredentials.create("AKIAIOSFODNN7EXAMPLE", "not-a-secret", "a-session"));

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1", "us-gov-west-1", "cn-north-1"})
    void sendsWhatTheSdksOwnClientSends(String region) {
        Wire own = new Wire(200, Map.of(), "{\"Entries\": []}");
        Wire sdk = new Wire(200, Map.of(), "{\"Entries\": []}");

        service(own, region).call("PutEvents", json("""
                {"Entries": [{"Time": 1.7684712E9, "Source": "overseer", "Resources": ["arn:aws:s3:::é"],
                    "DetailType": "Overseer Outcome", "Detail": "{}", "EventBusName": "tickets"}]}
                """));
        try (EventBridgeClient client = EventBridgeClient.builder()
                .httpClient(sdk)
                .credentialsProvider(CREDENTIALS)
                .region(Region.of(region))
                .build()) {
            client.putEvents(put -> put.entries(PutEventsRequestEntry.builder()
                    .time(Instant.ofEpochSecond(1768471200))
                    .source("overseer")
                    .resources("arn:aws:s3:::é")
                    .detailType("Overseer Outcome")
                    .detail("{}")
                    .eventBusName("tickets")
                    .build()));
        }

        assertThat(own.sent).hasSize(1).isEqualTo(sdk.sent);
        assertThat(own.sent.getFirst().headers())
                .containsEntry("X-Amz-Target", "AWSEvents.PutEvents")
                .containsEntry("X-Amz-Security-Token", "a-session");
    }

    @ParameterizedTest
    @CsvSource({
        "aws.events#Denied, Denied",
        "'Denied:http://internal.amazon.com/coral/', Denied",
        "Denied, Denied",
    })
    void readsTheNameOfAnErrorWhereverItStands(String said, String code) {
        String body = "{\"message\": \"No.\", \"__type\": \"%s\"}".formatted(said);

        assertThat(error(new Wire(400, Map.of(), body))).isEqualTo(code + ": No.");
        assertThat(error(new Wire(400, Map.of("x-amzn-ErrorType", said), "{\"Message\": \"No.\"}")))
                .isEqualTo(code + ": No.");
    }

    @Test
    void takesAProxysPageForTheMessage() {
        assertThat(error(new Wire(502, Map.of(), "<html>Bad Gateway</html>"))).isEqualTo(": <html>Bad Gateway</html>");
        assertThat(error(new Wire(403, Map.of(), ""))).isEqualTo(": ");
    }

    @Test
    void doesNotTakeAProxysPageForAnAnswer() {
        Wire wire = new Wire(200, Map.of(), "<html>Please sign in</html>");

        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> service(wire, "eu-west-1").call("PutEvents", json("{}")))
                .withMessageStartingWith("Unable to execute HTTP request: Unexpected character");
    }

    private static String error(Wire wire) {
        AwsServiceException error = catchThrowableOfType(
                AwsServiceException.class, () -> service(wire, "eu-west-1").call("PutEvents", json("{}")));

        assertThat(error.statusCode()).isEqualTo(wire.status);
        return error.awsErrorDetails().errorCode() + ": "
                + error.awsErrorDetails().errorMessage();
    }

    private static JsonService service(Wire wire, String region) {
        return new JsonService(EVENT_BRIDGE, wire, CREDENTIALS, Region.of(region), Duration.ofSeconds(30));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    /** A request, without what differs from call to call. */
    private record Sent(String method, String uri, Map<String, String> headers, JsonNode body) {
        static Sent of(HttpExecuteRequest request) {
            try (var content = request.contentStreamProvider().orElseThrow().newStream()) {
                return new Sent(
                        request.httpRequest().method().name(),
                        request.httpRequest().getUri().toString(),
                        Map.of(
                                "X-Amz-Target", header(request, "X-Amz-Target"),
                                "X-Amz-Security-Token", header(request, "X-Amz-Security-Token"),
                                "Content-Type", header(request, "Content-Type"),
                                "Scope", header(request, "Authorization").replaceAll("^.*?/\\d{8}/|,.*", "")),
                        JSON.readTree(content));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static String header(HttpExecuteRequest request, String name) {
            return request.httpRequest().firstMatchingHeader(name).orElse("");
        }
    }

    /** Notes what is sent, and gives one answer to all of it. */
    private static final class Wire implements SdkHttpClient {
        private final List<Sent> sent = new ArrayList<>();
        private final int status;
        private final Map<String, String> headers;
        private final String body;

        Wire(int status, Map<String, String> headers, String body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    sent.add(Sent.of(request));
                    SdkHttpFullResponse.Builder response =
                            SdkHttpFullResponse.builder().statusCode(status);
                    headers.forEach(response::putHeader);
                    return HttpExecuteResponse.builder()
                            .response(response.build())
                            .responseBody(AbortableInputStream.create(
                                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
