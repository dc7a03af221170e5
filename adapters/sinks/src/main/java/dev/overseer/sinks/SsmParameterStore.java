package dev.overseer.sinks;

import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.config.ParameterStoreException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** The Parameter Store over the AWS SDK. Its classes are large: to be loaded only where something is kept there. */
public final class SsmParameterStore implements ParameterStore {
    /** A kill switch is asked between two looks: it may take a while to read it, but not as long as its answer counts. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SsmClient ssm;

    private SsmParameterStore(SsmClient ssm) {
        this.ssm = ssm;
    }

    /**
     * Returns the store of a region. Calls nobody.
     *
     * @param http shared, and not closed here
     */
    public static SsmParameterStore over(SdkHttpClient http, AwsCredentialsProvider credentials, Region region) {
        return new SsmParameterStore(SsmClient.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .region(region)
                .overrideConfiguration(client -> client.apiCallTimeout(PATIENCE))
                .build());
    }

    @Override
    public Optional<String> value(String name) {
        try {
            // Without effect on a parameter that is not encrypted
            return Optional.of(ssm.getParameter(get -> get.name(name).withDecryption(true))
                    .parameter()
                    .value());
        } catch (ParameterNotFoundException absent) {
            return Optional.empty();
        } catch (SdkException failure) {
            throw new ParameterStoreException(
                    "The parameter %s cannot be read: %s. Allow ssm:GetParameter on it, and check region and credentials"
                            .formatted(name, failure.getMessage()),
                    failure);
        }
    }
}
