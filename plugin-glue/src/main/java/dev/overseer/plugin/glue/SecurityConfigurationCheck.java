package dev.overseer.plugin.glue;

import static dev.overseer.api.AwsAction.action;

import dev.overseer.api.AwsAction;
import dev.overseer.api.Check;
import dev.overseer.api.ControlContext;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EncryptionConfiguration;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/**
 * Asks whether the security configuration that a resource names is there and encrypts something: one can be deleted while
 * it is in use, or be made with every mode DISABLED. A resource that names none passes: another check tells of that.
 *
 * <p>One mode that is not DISABLED is enough; modes that are added after this was written count.
 *
 * @param name what the resource names
 */
record SecurityConfigurationCheck<R>(Function<R, @Nullable String> name) implements Check<R> {
    static final String ID = "security-configuration-encrypts";

    /** What {@link #inspect} calls. */
    static final AwsAction READ =
            action("glue:GetSecurityConfiguration").onAnyResource("IAM knows no resource for a security configuration");

    private static final String OFF = "DISABLED";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public Optional<String> inspect(R resource, ControlContext context) {
        String named = name.apply(resource);
        if (!Given.isGiven(named)) {
            return Optional.empty();
        }
        try {
            EncryptionConfiguration configuration = context.client(GlueClient::builder)
                    .getSecurityConfiguration(get -> get.name(named))
                    .securityConfiguration()
                    .encryptionConfiguration();
            return encrypts(configuration)
                    ? Optional.empty()
                    : Optional.of("has the security configuration \"%s\", which encrypts nothing".formatted(named));
        } catch (EntityNotFoundException missing) {
            return Optional.of("has the security configuration \"%s\", which does not exist".formatted(named));
        }
    }

    private static boolean encrypts(@Nullable EncryptionConfiguration configuration) {
        return configuration != null
                && modes(configuration).filter(Given::isGiven).anyMatch(mode -> !mode.equals(OFF));
    }

    private static Stream<String> modes(EncryptionConfiguration configuration) {
        return Stream.of(
                        configuration.s3Encryption().stream().map(s3 -> s3.s3EncryptionModeAsString()),
                        Stream.ofNullable(configuration.cloudWatchEncryption())
                                .map(logs -> logs.cloudWatchEncryptionModeAsString()),
                        Stream.ofNullable(configuration.jobBookmarksEncryption())
                                .map(bookmarks -> bookmarks.jobBookmarksEncryptionModeAsString()),
                        Stream.ofNullable(configuration.dataQualityEncryption())
                                .map(quality -> quality.dataQualityEncryptionModeAsString()))
                .flatMap(Function.identity())
                .filter(Objects::nonNull);
    }
}
