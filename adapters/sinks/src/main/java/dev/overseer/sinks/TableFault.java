package dev.overseer.sinks;

import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.ledger.LedgerException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Says what a failure of DynamoDB means, and what to do about it. Its codes are in <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Error handling</a>.
 *
 * @param where the table and its region
 */
record TableFault(String where) {
    private static final Set<String> THROTTLES = Set.of(
            "ProvisionedThroughputExceededException",
            "ProvisionedThroughputExceeded",
            "ThrottlingException",
            "ThrottlingError",
            "RequestLimitExceeded",
            "LimitExceededException");

    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

    private static final Set<String> UNKNOWN_CALLER = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "MissingAuthenticationTokenException",
            "MissingAuthenticationToken");

    /** Returns the exception that says what happened. */
    LedgerException of(SdkException thrown) {
        return thrown instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? of(
                        String.valueOf(answer.awsErrorDetails().errorCode()),
                        String.valueOf(answer.awsErrorDetails().errorMessage()),
                        answer)
                : withoutAnswer(thrown);
    }

    /** Returns the exception that says why a transaction was cancelled, if not by others. */
    LedgerException of(TransactionCanceledException canceled, List<CancellationReason> reasons) {
        return reasons.stream()
                .filter(reason -> !reason.code().equals("ConditionalCheckFailed"))
                .findFirst()
                .map(reason -> of(reason.code(), String.valueOf(reason.message()), canceled))
                .orElseGet(() -> fault("cancelled a transaction and did not say why. Try again", canceled));
    }

    LedgerException throttled() {
        return new LedgerException(message(throttledMeans()));
    }

    LedgerException newer(Key key, int layout) {
        return new LedgerException(message(
                "holds an item of layout %d (%s), written by a newer release of Overseer; this one reads layout %d. Use that release, or a table of its own"
                        .formatted(layout, key, Item.LAYOUT)));
    }

    LedgerException foreign(Key key) {
        return new LedgerException(
                message("holds an item of something else (%s). Give the ledger a table of its own".formatted(key)));
    }

    LedgerException unreadable(Key key, IllegalArgumentException why) {
        return new LedgerException(
                message("holds an item that cannot be read (%s): %s".formatted(key, why.getMessage())), why);
    }

    private LedgerException of(String code, String said, SdkException thrown) {
        if (code.equals("ResourceNotFoundException")) {
            return fault(
                    "does not exist. Make it with the deployment template, or correct the table's name and the region",
                    thrown);
        }
        if (code.startsWith("AccessDenied")) {
            return fault(
                    "may not be used by this process: %s. Allow its role %s on the table, and %s on its index %s"
                            .formatted(
                                    said,
                                    String.join(", ", DynamoDbTable.TABLE_ACTIONS),
                                    String.join(", ", DynamoDbTable.INDEX_ACTIONS),
                                    DynamoDbTable.INDEX),
                    thrown);
        }
        if (THROTTLES.contains(code)) {
            return fault(throttledMeans(), thrown);
        }
        if (EXPIRED.contains(code)) {
            return fault(
                    "was asked with credentials that have expired. Renew this process's session, or give it a role that renews itself",
                    thrown);
        }
        if (UNKNOWN_CALLER.contains(code)) {
            return fault(
                    "was asked with credentials that AWS does not accept: %s (%s). Correct this process's credentials"
                            .formatted(said, code),
                    thrown);
        }
        if (code.startsWith("Validation")) {
            return invalid(said, thrown);
        }
        return AwsFailure.of(thrown).orElseThrow() instanceof AwsFailure.NoAnswer
                ? fault("is not available at the moment: %s (%s)".formatted(said, code), thrown)
                : fault("refused a request: %s (%s)".formatted(said, code), thrown);
    }

    /** A table without the ledger's keys is told only by the answer to a request that uses them. */
    private LedgerException invalid(String said, SdkException thrown) {
        String text = said.toLowerCase(Locale.ROOT);
        boolean keys = text.contains("schema")
                || text.contains("conditions on the keys")
                || text.contains("key condition")
                || text.contains("missing the key")
                || text.contains("type mismatch for key")
                || text.contains("specified index");
        return keys
                ? fault(
                        "is not a ledger: %s. It needs the keys pk and sk and the index %s. Make a table with the deployment template, and give the ledger that one"
                                .formatted(said, DynamoDbTable.INDEX),
                        thrown)
                : fault("refused a request as invalid: %s".formatted(said), thrown);
    }

    private LedgerException withoutAnswer(SdkException thrown) {
        if (AwsFailure.of(thrown).orElseThrow() instanceof AwsFailure.NoAnswer) {
            return fault(
                    "does not answer: %s. Check the network from here to DynamoDB, and its endpoint"
                            .formatted(thrown.getMessage()),
                    thrown);
        }
        return fault(
                "cannot be asked: %s. Check this process's region and credentials".formatted(thrown.getMessage()),
                thrown);
    }

    private static String throttledMeans() {
        return "is throttled, and is tried again later. If this lasts, see that it is on-demand and that its account's limits suffice";
    }

    private LedgerException fault(String what, SdkException thrown) {
        return new LedgerException(message(what), thrown);
    }

    private String message(String what) {
        return "%s %s".formatted(where, what);
    }
}
