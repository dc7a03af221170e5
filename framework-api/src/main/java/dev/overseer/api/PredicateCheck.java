package dev.overseer.api;

import java.util.Optional;
import java.util.function.BiPredicate;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

record PredicateCheck<R>(String id, BiPredicate<? super R, ControlContext> passes, String otherwise, boolean live)
        implements Check<R> {

    @Override
    public Optional<String> inspect(R resource, ControlContext context) {
        try {
            return passes.test(resource, context) ? Optional.empty() : Optional.of(otherwise);
        } catch (AwsServiceException answer) {
            if (live && saysNotFound(answer)) {
                return Optional.of(otherwise);
            }
            throw answer;
        }
    }

    @Override
    public Optional<String> finding() {
        return Optional.of(otherwise);
    }

    private static boolean saysNotFound(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? ""
                : String.valueOf(answer.awsErrorDetails().errorCode());
        return answer.statusCode() == 404 || code.contains("NotFound") || code.startsWith("NoSuch");
    }
}
