package dev.overseer.cli;

import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.aws.NoRoleException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** As whom AWS is called: asked of STS when somebody first needs to know. Safe for several threads. */
final class CallerIdentity {
    private final Supplier<GetCallerIdentityResponse> sts;
    private Optional<Caller> known = Optional.empty();
    private Optional<String> refused = Optional.empty();

    CallerIdentity(Supplier<GetCallerIdentityResponse> sts) {
        this.sts = sts;
    }

    /** A principal of AWS. */
    record Caller(String account, String arn) {}

    /**
     * Returns the caller.
     *
     * @throws NoRoleException if there are no valid credentials; every time from then on
     * @throws SdkException if STS did not answer; another try may succeed
     */
    synchronized Caller caller() {
        if (refused.isPresent()) {
            throw new NoRoleException(refused.get());
        }
        if (known.isEmpty()) {
            known = Optional.of(ask());
        }
        return known.get();
    }

    /**
     * Checks that the caller is in an account.
     *
     * @throws NoRoleException if it is in another one, or as {@link #caller} says
     * @throws SdkException as {@link #caller} says
     */
    void requireAccount(String account) {
        Caller caller = caller();
        if (!caller.account().equals(account)) {
            throw new NoRoleException(
                    "the event is of account %s, but the credentials are those of %s in account %s. Run with credentials of account %s, for example by AWS_PROFILE"
                            .formatted(account, caller.arn(), caller.account(), account));
        }
    }

    private Caller ask() {
        try {
            GetCallerIdentityResponse identity = sts.get();
            return new Caller(identity.account(), identity.arn());
        } catch (SdkException failure) {
            AwsFailure meaning = AwsFailure.of(failure).orElseThrow();
            if (meaning instanceof AwsFailure.NoAnswer) {
                throw failure;
            }
            refused = Optional.of("%s%s. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                    .formatted(
                            failure instanceof AwsServiceException ? "AWS does not accept the credentials: " : "",
                            meaning.reason()));
            NoRoleException unusable = new NoRoleException(refused.get());
            unusable.initCause(failure);
            throw unusable;
        }
    }
}
