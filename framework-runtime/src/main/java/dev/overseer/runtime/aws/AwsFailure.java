package dev.overseer.runtime.aws;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an exception of the AWS SDK means for the look. */
public sealed interface AwsFailure {

    /** Returns what was wrong, in one line. */
    String reason();

    /** Throttling, a timeout or a server error: worth another try. */
    record NoAnswer(String reason) implements AwsFailure {}

    /** The caller may not do this. */
    record Denied(String reason) implements AwsFailure {}

    /** AWS said no, and will say so again. */
    record Rejected(String reason) implements AwsFailure {}

    /** Returns what the exception, or the first of its causes that comes from the SDK, means; empty if none does. */
    static Optional<AwsFailure> of(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SdkException failure) {
                return Optional.of(Classification.of(failure));
            }
        }
        return Optional.empty();
    }

    /** Returns whether the call may have changed something although it failed. */
    static boolean effectUnknown(Throwable thrown) {
        return !(thrown instanceof AwsServiceException answer)
                || answer.statusCode() >= 500
                || Classification.TIMEOUTS.contains(Classification.code(answer));
    }

    /** The rules behind {@link #of}. */
    final class Classification {
        /** Reported with status 400, but they say nothing about the request itself. */
        private static final Set<String> TIMEOUTS =
                Set.of("OperationTimeoutException", "RequestTimeout", "RequestTimeoutException");

        private static final Set<String> PASSING = Set.of(
                "InternalError",
                "InternalFailure",
                "InternalServiceException",
                "ServiceUnavailable",
                "ServiceUnavailableException",
                "SlowDown",
                "PriorRequestNotComplete",
                "TransactionInProgressException");

        private static final Set<String> DENIALS = Set.of(
                "AccessDenied",
                "AccessDeniedException",
                "UnauthorizedOperation",
                "UnauthorizedException",
                "AuthFailure",
                "ExpiredToken",
                "ExpiredTokenException",
                "InvalidClientTokenId",
                "UnrecognizedClientException",
                "SignatureDoesNotMatch",
                "OptInRequired");

        /** The SDK takes it for a clock that is off; it is more often said of credentials. */
        private static final String EXPIRED = "RequestExpired";

        private Classification() {}

        private static AwsFailure of(SdkException failure) {
            return switch (failure) {
                case AwsServiceException answer -> ofAnswer(answer);
                case ApiCallTimeoutException late -> new NoAnswer(reason(late));
                case ApiCallAttemptTimeoutException late -> new NoAnswer(reason(late));
                case RetryableException passing -> new NoAnswer(reason(passing));
                default -> isIo(failure) ? new NoAnswer(reason(failure)) : new Rejected(reason(failure));
            };
        }

        private static AwsFailure ofAnswer(AwsServiceException answer) {
            String code = code(answer);
            if (answer.isClockSkewException() && !EXPIRED.equals(code)) {
                // The SDK has noted by how much the clocks differ, and signs the next call accordingly.
                return new NoAnswer("this machine's clock is off, see `overseer doctor`: " + reason(answer));
            }
            if (answer.isThrottlingException()
                    || answer.statusCode() >= 500
                    || TIMEOUTS.contains(code)
                    || PASSING.contains(code)) {
                return new NoAnswer(reason(answer));
            }
            boolean denied = DENIALS.contains(code) || answer.statusCode() == 401 || answer.statusCode() == 403;
            return denied ? new Denied(reason(answer)) : new Rejected(reason(answer));
        }

        private static String code(AwsServiceException answer) {
            return answer.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(answer.awsErrorDetails().errorCode());
        }

        private static boolean isIo(Throwable failure) {
            for (Throwable t = failure; t != null; t = t.getCause()) {
                if (t instanceof IOException) {
                    return true;
                }
            }
            return false;
        }

        private static String reason(SdkException failure) {
            if (failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
                String message = String.valueOf(answer.awsErrorDetails().errorMessage());
                return "%s (%s, HTTP %d)".formatted(message, code(answer), answer.statusCode());
            }
            return withoutTheChain(String.valueOf(failure.getMessage()));
        }

        /** The SDK goes on to tell of each of its providers why it has none. */
        private static String withoutTheChain(String message) {
            int chain = message.indexOf(" from any of the providers in the chain");
            return chain < 0 ? message : message.substring(0, chain) + ": there are none";
        }
    }
}
