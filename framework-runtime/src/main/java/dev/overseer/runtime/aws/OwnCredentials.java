package dev.overseer.runtime.aws;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The caller's own credentials, for the accounts that they are good for: what the command line does where no role is
 * configured. Nothing narrows them but the {@link ActionGuard}.
 */
final class OwnCredentials implements TargetCredentials {
    private final Function<String, AwsCredentialsProvider> credentials;
    private final Function<String, String> identity;

    OwnCredentials(Function<String, AwsCredentialsProvider> credentials, Function<String, String> identity) {
        this.credentials = credentials;
        this.identity = identity;
    }

    @Override
    public AwsCredentialsProvider obtain(ControlDescriptor control, ResourceRef target, boolean writes) {
        return Objects.requireNonNull(credentials.apply(target.account()), target.account());
    }

    @Override
    public String identity(ResourceRef target) {
        return identity.apply(target.account());
    }
}
