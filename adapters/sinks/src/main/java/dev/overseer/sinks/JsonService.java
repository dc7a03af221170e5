package dev.overseer.sinks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/**
 * A service that speaks AWS's JSON protocol, over the SDK's HTTP client and signer: for those of which one operation is
 * used, and whose own client weighs megabytes that a function's package has to do without.
 *
 * <p>Throws what a client of the SDK throws that tries each call once. Safe for several threads. Source: <a
 * href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1 protocol</a>.
 */
public final class JsonService {
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private final Names names;
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final Duration timeout;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * Calls nobody.
     *
     * @param http shared, and not closed here
     * @param timeout what one call may take
     */
    public JsonService(
            Names names, SdkHttpClient http, AwsCredentialsProvider credentials, Region region, Duration timeout) {
        this.names = names;
        this.http = http;
        this.credentials = credentials;
        this.region = region;
        this.timeout = timeout;
    }

    /**
     * What a service is called.
     *
     * @param sdk in the SDK's settings, such as {@code EventBridge}, of which {@code AWS_ENDPOINT_URL_EVENTBRIDGE} and
     *     {@code aws.endpointUrlEventBridge} are made
     * @param endpoint in host names and signatures, such as {@code events}
     * @param target before an operation's name, such as {@code AWSEvents}
     */
    public record Names(String sdk, String endpoint, String target) {}

    /**
     * Calls an operation, once.
     *
     * @throws SdkException if it was not answered, or with an error
     */
    public JsonNode call(String operation, JsonNode input) {
        if (Thread.currentThread().isInterrupted()) {
            throw AbortedException.create("Thread was interrupted");
        }
        SignedRequest signed = signed(operation, input.toString());
        ExecutableHttpRequest request = http.prepareRequest(HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElseThrow())
                .build());
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    request.abort();
                },
                CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return answer(request.call());
        } catch (IOException lost) {
            throw late.get()
                    ? ApiCallTimeoutException.create(timeout.toMillis())
                    : SdkClientException.create("Unable to execute HTTP request: " + lost.getMessage(), lost);
        } finally {
            end.cancel(false);
        }
    }

    private JsonNode answer(HttpExecuteResponse response) throws IOException {
        try (AbortableInputStream content = response.responseBody().orElseGet(AbortableInputStream::createEmpty)) {
            byte[] body = content.readAllBytes();
            if (response.httpResponse().isSuccessful()) {
                return JSON.readTree(body);
            }
            throw error(response, json(body));
        }
    }

    /** An error that is no JSON, such as a proxy's page, is a message. */
    private static JsonNode json(byte[] content) throws IOException {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException another) {
            return JsonNodeFactory.instance.objectNode().put("message", new String(content, StandardCharsets.UTF_8));
        }
    }

    private AwsServiceException error(HttpExecuteResponse response, JsonNode body) {
        String message = body.path("message").asText(body.path("Message").asText());
        return AwsServiceException.builder()
                .message(message)
                .statusCode(response.httpResponse().statusCode())
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName(names.sdk())
                        .errorCode(errorCode(response, body))
                        .errorMessage(message)
                        .sdkHttpResponse(response.httpResponse())
                        .build())
                .build();
    }

    /** In a header or the body, perhaps between a namespace and an address: {@code aws.protocol#Denied:http://…}. */
    private static String errorCode(HttpExecuteResponse response, JsonNode body) {
        return response.httpResponse()
                .firstMatchingHeader("x-amzn-ErrorType")
                .orElseGet(() -> body.path("__type").asText(body.path("code").asText()))
                .replaceFirst(":.*", "")
                .replaceFirst(".*#", "");
    }

    private SignedRequest signed(String operation, String body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint())
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", String.valueOf(body.getBytes(StandardCharsets.UTF_8).length))
                .putHeader("X-Amz-Target", names.target() + "." + operation)
                .build();
        AwsCredentials identity = credentials.resolveCredentials();
        return signer.sign(sign -> sign.identity(identity)
                .request(request)
                .payload(ContentStreamProvider.fromUtf8String(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, names.endpoint())
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    }

    /** As any client of the SDK finds it: AWS_ENDPOINT_URL and its kin, else that of the region. */
    private URI endpoint() {
        return AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable(
                        "AWS_ENDPOINT_URL_" + names.sdk().toUpperCase(Locale.ROOT))
                .serviceEndpointOverrideSystemProperty("aws.endpointUrl" + names.sdk())
                .serviceProfileProperty(names.sdk().toLowerCase(Locale.ROOT))
                .serviceEndpointPrefix(names.endpoint())
                .defaultProtocol("https")
                .region(region)
                .profileFile(ProfileFile::defaultProfileFile)
                .build()
                .clientEndpoint();
    }
}
