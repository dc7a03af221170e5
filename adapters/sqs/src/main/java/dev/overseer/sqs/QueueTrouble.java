package dev.overseer.sqs;

import dev.overseer.runtime.aws.AwsFailure;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what to check when SQS does not let the worker use its queue. */
final class QueueTrouble {
    private final QueueUrl url;

    QueueTrouble(QueueUrl url) {
        this.url = url;
    }

    /** Returns what has to be changed; empty if trying again is all there is to do. */
    Optional<String> toChange(SdkException failure) {
        if (isCausedBy(failure, UnknownHostException.class)) {
            return Optional.of("The host of %s is not known. Check the region in the URL, and this machine's network."
                    .formatted(url));
        }
        return switch (AwsFailure.of(failure).orElseThrow()) {
            case AwsFailure.NoAnswer passing -> Optional.empty();
            case AwsFailure.Denied(String reason) -> Optional.of(denied(code(failure), reason));
            case AwsFailure.Rejected(String reason) -> Optional.of(rejected(code(failure), reason));
        };
    }

    private String denied(String code, String reason) {
        return switch (code) {
            case "ExpiredToken", "ExpiredTokenException" -> expired(reason);
            case "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "AuthFailure" ->
                "AWS does not know the credentials: %s. Check AWS_PROFILE or AWS_ACCESS_KEY_ID, and whether the account has %s switched on."
                        .formatted(reason, region());
            default ->
                "The queue %s may not be used: %s. Allow sqs:GetQueueAttributes, sqs:ReceiveMessage, sqs:SendMessage and sqs:DeleteMessage on %s in the caller's policy and, for a queue of another account, in the queue's policy; for one that a KMS key encrypts, kms:Decrypt and kms:GenerateDataKey."
                        .formatted(url, reason, url.arn().orElse("the queue"));
        };
    }

    private String rejected(String code, String reason) {
        return switch (code) {
            case "QueueDoesNotExist", "QueueDoesNotExistException", "AWS.SimpleQueueService.NonExistentQueue" ->
                "There is no queue %s. Check its name \"%s\", %s and %s in the URL."
                        .formatted(
                                url,
                                url.name(),
                                url.account().map("account %s"::formatted).orElse("the account"),
                                region());
            case "RequestExpired" -> expired(reason);
            case "" ->
                "SQS cannot be called: %s. Check the credentials: AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
                        .formatted(reason);
            default -> "SQS refuses to let the queue %s be used: %s.".formatted(url, reason);
        };
    }

    private static String expired(String reason) {
        return "The credentials have expired: %s. Renew them, for example by `aws sso login`, or let the worker run as a role. If they are new, check this machine's clock."
                .formatted(reason);
    }

    private String region() {
        return url.region().map(r -> "region " + r.id()).orElse("the server");
    }

    private static String code(SdkException failure) {
        return failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? String.valueOf(answer.awsErrorDetails().errorCode())
                : "";
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
