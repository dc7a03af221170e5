package dev.overseer.sinks.notify;

import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.notice.UndeliveredException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says what it means that a service did not take a message, and what to do about it.
 *
 * @param where the destination, as a sentence begins with it
 * @param service as people call it
 * @param permission what the process's role needs, such as {@code sns:Publish on arn:…}
 * @param special what only this service answers
 */
record DeliveryFault(String where, String service, String permission, Special special) {
    private static final int LONGEST = 500;

    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

    private static final Set<String> UNKNOWN_CALLER = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");

    /** What an answer of one service means. */
    @FunctionalInterface
    interface Special {

        /**
         * Returns what an answer means; empty if it means the same as from any service.
         *
         * @param code such as {@code NotFound}
         * @param said the message with it, printable
         */
        Optional<Meaning> of(String code, String said);
    }

    /**
     * What an answer means.
     *
     * @param what goes on where the destination's name ends, without a full stop, and says what to do
     * @param passing whether the same message may be taken later
     */
    record Meaning(String what, boolean passing) {
        static Optional<Meaning> lasting(String what) {
            return Optional.of(new Meaning(what, false));
        }

        static Optional<Meaning> passing(String what) {
            return Optional.of(new Meaning(what, true));
        }
    }

    /** Returns the exception that says what happened. */
    UndeliveredException of(SdkException thrown) {
        Meaning meaning = thrown instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? meaning(answer, answer.awsErrorDetails())
                : withoutAnswer(thrown);
        return undelivered(meaning, thrown);
    }

    /** Returns the exception for a package that was made for another configuration. */
    UndeliveredException noClient(NoClassDefFoundError missing) {
        return undelivered(
                new Meaning(
                        "cannot be told by this package, which has no client of %s. Make it with the configuration that names the destination: overseer package --config FILE"
                                .formatted(service),
                        false),
                missing);
    }

    /** Returns the exception for what is nobody's known answer. */
    UndeliveredException unforeseen(RuntimeException thrown) {
        return undelivered(new Meaning("was not told: " + printable(thrown.toString()), false), thrown);
    }

    private Meaning meaning(AwsServiceException answer, AwsErrorDetails details) {
        String code = String.valueOf(details.errorCode());
        String said = printable(String.valueOf(details.errorMessage()));
        return special.of(code, said).orElseGet(() -> usual(answer, code, said));
    }

    private Meaning usual(AwsServiceException answer, String code, String said) {
        if (EXPIRED.contains(code)) {
            return new Meaning(
                    "was told with credentials that have expired. Renew this process's session, or give it a role that renews itself",
                    false);
        }
        if (UNKNOWN_CALLER.contains(code)) {
            return new Meaning(
                    "was told with credentials that AWS does not accept: %s (%s). Correct this process's credentials"
                            .formatted(said, code),
                    false);
        }
        return switch (AwsFailure.of(answer).orElseThrow()) {
            case AwsFailure.Denied denied ->
                new Meaning(
                        "may not be told by this process: %s. Allow its role %s".formatted(said, permission), false);
            case AwsFailure.NoAnswer later ->
                new Meaning(
                        answer.isThrottlingException()
                                ? "is throttled (%s). If this lasts, ask for a higher quota of %s, or narrow `outcomes` of the destination"
                                        .formatted(said, service)
                                : "is not available at the moment: %s (%s)".formatted(said, code),
                        true);
            case AwsFailure.Rejected rejected ->
                new Meaning("refused the message: %s (%s)".formatted(said, code), false);
        };
    }

    private Meaning withoutAnswer(SdkException thrown) {
        if (thrown instanceof AbortedException) {
            return new Meaning("was not told, since this process is being stopped", true);
        }
        String said = printable(String.valueOf(thrown.getMessage()));
        return AwsFailure.of(thrown).orElseThrow() instanceof AwsFailure.NoAnswer
                ? new Meaning(
                        "does not answer: %s. Check the network from here to %s, and its endpoint"
                                .formatted(said, service),
                        true)
                : new Meaning("cannot be told: %s. Check this process's region and credentials".formatted(said), false);
    }

    private UndeliveredException undelivered(Meaning meaning, Throwable cause) {
        return new UndeliveredException("%s %s".formatted(where, meaning.what()), meaning.passing(), cause);
    }

    /** Services quote what they were sent, and sometimes end with a full stop. */
    private static String printable(String said) {
        String line = Printable.line(said.strip(), LONGEST);
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
