package dev.overseer.testkit;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/**
 * One call as the author of a control wrote it, on its way through an SDK client: what is asked, and what the client is to
 * return or throw instead of what it reads from the wire. Safe for several threads.
 */
final class TypedCall {
    private final SdkRequest request;
    private final String operation;
    private final AtomicReference<@Nullable Answer> instead = new AtomicReference<>();

    TypedCall(SdkRequest request, String operation) {
        this.request = request;
        this.operation = operation;
    }

    SdkRequest request() {
        return request;
    }

    /** Returns the operation as the SDK names it, such as {@code GetTopicAttributes}. */
    String operation() {
        return operation;
    }

    /** Says what the client is to return or throw, where the wire carries only a status. */
    void endsWith(Answer answer) {
        instead.set(answer);
    }

    /**
     * Returns what the client is to return.
     *
     * @param read what it read from the wire
     * @throws IllegalStateException if the test answers with the response of another operation
     */
    SdkResponse returned(SdkResponse read) {
        if (!(instead.get() instanceof Answer.Response(SdkResponse answer))) {
            return read;
        }
        if (answer.getClass() != read.getClass()) {
            throw new IllegalStateException("A %s was answered with a %s. Answer it with a %s."
                    .formatted(
                            request.getClass().getSimpleName(),
                            answer.getClass().getSimpleName(),
                            read.getClass().getSimpleName()));
        }
        SdkResponse.Builder complete = answer.toBuilder().sdkHttpResponse(read.sdkHttpResponse());
        if (complete instanceof AwsResponse.Builder aws && read instanceof AwsResponse wire) {
            aws.responseMetadata(wire.responseMetadata());
        }
        return complete.build();
    }

    /** Returns what the client is to throw instead of what it was about to. */
    Throwable thrown(Throwable read) {
        Answer end = instead.get();
        if (!(read instanceof AwsServiceException wire) || end == null) {
            return read;
        }
        return switch (end) {
            case Answer.Thrown(AwsServiceException given) -> complete(given, wire);
            case Answer.Failure failure -> detailed(wire, failure.code(), failure.message());
            case Answer.Content content -> read;
            case Answer.Response ignored -> read;
            case Answer.Refusal refusal -> read;
        };
    }

    /** Adds what every error of AWS has, as far as the exception does not say it. */
    private static AwsServiceException complete(AwsServiceException given, AwsServiceException wire) {
        AwsServiceException.Builder builder = given.toBuilder();
        builder.statusCode(wire.statusCode());
        builder.requestId(wire.requestId());
        AwsServiceException answer = builder.build();
        return given.awsErrorDetails() == null
                ? detailed(answer, given.getClass().getSimpleName(), given.getMessage())
                : answer;
    }

    private static AwsServiceException detailed(AwsServiceException answer, String code, @Nullable String message) {
        AwsServiceException.Builder builder = answer.toBuilder();
        return builder.awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
