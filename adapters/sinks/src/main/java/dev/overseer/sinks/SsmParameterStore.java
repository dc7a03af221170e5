package dev.overseer.sinks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.config.ParameterStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
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
 * The Parameter Store of one region, over the SDK's HTTP client and signer.
 *
 * <p>Not over the SDK's own client for Systems Manager: that is 6 MB, a fifth of what a function may weigh, for this one
 * call. Source: <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html">GetParameter</a>.
 */
public final class SsmParameterStore implements ParameterStore {
    private static final int TRIES = 2;
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    private SsmParameterStore(SdkHttpClient http, AwsCredentialsProvider credentials, Region region) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
    }

    /** What Systems Manager answered. */
    private record Answer(int status, JsonNode body) {
        boolean isAbsent() {
            return error().endsWith("ParameterNotFound");
        }

        String error() {
            return body.path("__type").asText();
        }
    }

    /**
     * Returns the store of a region. Calls nobody.
     *
     * @param http shared, and not closed here; its timeouts bound how long a parameter takes
     */
    public static SsmParameterStore over(SdkHttpClient http, AwsCredentialsProvider credentials, Region region) {
        return new SsmParameterStore(http, credentials, region);
    }

    @Override
    public Optional<String> value(String name) {
        try {
            Answer answer = answer(name);
            if (answer.isAbsent()) {
                return Optional.empty();
            }
            JsonNode value = answer.body().at("/Parameter/Value");
            if (answer.status() == 200 && value.isTextual()) {
                return Optional.of(value.textValue());
            }
            throw unreadable(
                    name,
                    "%d %s %s"
                            .formatted(
                                    answer.status(),
                                    answer.error(),
                                    answer.body().path("message").asText()),
                    null);
        } catch (SdkException failure) {
            throw unreadable(name, AwsFailure.reason(failure), failure);
        } catch (IOException | UncheckedIOException failure) {
            throw unreadable(name, String.valueOf(failure.getMessage()), failure);
        }
    }

    private static ParameterStoreException unreadable(String name, String problem, @Nullable Exception cause) {
        return new ParameterStoreException(
                "The parameter %s cannot be read: %s. Allow ssm:GetParameter on it, and check region and credentials"
                        .formatted(name, problem.strip()),
                cause);
    }

    /** Reading repeats harmlessly, and a connection that was kept may have been closed by its other end. */
    private Answer answer(String name) throws IOException {
        for (int attempt = 1; attempt < TRIES; attempt++) {
            try {
                Answer answer = ask(name);
                if (answer.status() < 500) {
                    return answer;
                }
            } catch (IOException lost) {
                // Asked again
            }
        }
        return ask(name);
    }

    private Answer ask(String name) throws IOException {
        // Decryption is without effect on a parameter that is not encrypted.
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("Name", name)
                .put("WithDecryption", true)
                .toString();
        SignedRequest signed = signed(body);
        HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElseThrow())
                        .build())
                .call();
        try (AbortableInputStream content = response.responseBody().orElseGet(AbortableInputStream::createEmpty)) {
            return new Answer(response.httpResponse().statusCode(), json(content.readAllBytes()));
        }
    }

    /** What is no JSON, such as a proxy's page, has no value in it. */
    private static JsonNode json(byte[] content) throws IOException {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException another) {
            return JsonNodeFactory.instance.objectNode().put("message", new String(content, StandardCharsets.UTF_8));
        }
    }

    private SignedRequest signed(String body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint())
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", String.valueOf(body.getBytes(StandardCharsets.UTF_8).length))
                .putHeader("X-Amz-Target", "AmazonSSM.GetParameter")
                .build();
        AwsCredentials identity = credentials.resolveCredentials();
        return signer.sign(sign -> sign.identity(identity)
                .request(request)
                .payload(ContentStreamProvider.fromUtf8String(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ssm")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    }

    /** As any client of the SDK finds it: AWS_ENDPOINT_URL and its kin, else that of the region. */
    private URI endpoint() {
        return AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_SSM")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlSsm")
                .serviceProfileProperty("ssm")
                .serviceEndpointPrefix("ssm")
                .defaultProtocol("https")
                .region(region)
                .profileFile(ProfileFile::defaultProfileFile)
                .build()
                .clientEndpoint();
    }
}
