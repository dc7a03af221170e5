package dev.overseer.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.config.ParameterStoreException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * The Parameter Store of one region.
 *
 * <p>Not over the SDK's own client for Systems Manager: that is 6 MB, a fifth of what a function may weigh, for this one
 * call. Source: <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html">GetParameter</a>.
 */
public final class SsmParameterStore implements ParameterStore {
    private static final JsonService.Names SYSTEMS_MANAGER = new JsonService.Names("Ssm", "ssm", "AmazonSSM");
    private static final Duration ONE_CALL = Duration.ofSeconds(10);

    private final JsonService ssm;

    private SsmParameterStore(JsonService ssm) {
        this.ssm = ssm;
    }

    /**
     * Returns the store of a region. Calls nobody.
     *
     * @param http shared, and not closed here
     */
    public static SsmParameterStore over(SdkHttpClient http, AwsCredentialsProvider credentials, Region region) {
        return new SsmParameterStore(new JsonService(SYSTEMS_MANAGER, http, credentials, region, ONE_CALL));
    }

    @Override
    public Optional<String> value(String name) {
        try {
            JsonNode value = answer(name).at("/Parameter/Value");
            if (value.isTextual()) {
                return Optional.of(value.textValue());
            }
            throw unreadable(name, "the answer has no value", null);
        } catch (SdkException failure) {
            if (isAbsent(failure)) {
                return Optional.empty();
            }
            throw unreadable(name, AwsFailure.of(failure).orElseThrow().reason(), failure);
        }
    }

    private static boolean isAbsent(SdkException failure) {
        return failure instanceof AwsServiceException answer
                && answer.awsErrorDetails().errorCode().equals("ParameterNotFound");
    }

    private static ParameterStoreException unreadable(String name, String problem, @Nullable Exception cause) {
        return new ParameterStoreException(
                "The parameter %s cannot be read: %s. Allow ssm:GetParameter on it, and check region and credentials"
                        .formatted(name, problem.strip()),
                cause);
    }

    /** Reading repeats harmlessly, and a connection that was kept may have been closed by its other end. */
    private JsonNode answer(String name) {
        // Decryption is without effect on a parameter that is not encrypted.
        ObjectNode asked =
                JsonNodeFactory.instance.objectNode().put("Name", name).put("WithDecryption", true);
        try {
            return ssm.call("GetParameter", asked);
        } catch (SdkException failure) {
            if (AwsFailure.of(failure).orElseThrow() instanceof AwsFailure.NoAnswer) {
                return ssm.call("GetParameter", asked);
            }
            throw failure;
        }
    }
}
