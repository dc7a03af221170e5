package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;

/** Answers requests as the SDK types them, whatever protocol they travel in. Safe for several threads. */
interface TypedService {

    /** Returns the answer; empty if it does not know requests of this class. */
    default Optional<Answer> answer(SdkRequest request, AwsCall call) {
        return Optional.empty();
    }

    /** Returns the ARN of the resource that a request is about; empty if it does not know. */
    default Optional<String> resource(SdkRequest request, AwsCall call) {
        return Optional.empty();
    }

    /** Returns whether {@link #seed} brings about what the event reports. */
    default boolean simulates(CloudTrailEvent event) {
        return false;
    }

    /** Brings about what the event reports. Called only if {@link #simulates} says so. */
    default void seed(CloudTrailEvent event) {}

    /** Makes a resource go away without a call, and returns whether it was there. */
    default boolean vanish(ResourceRef target) {
        return false;
    }

    /** Answers requests of one class. */
    record Answering<Q extends SdkRequest>(Class<Q> type, Code<Q> code, BiFunction<Q, AwsCall, Optional<String>> about)
            implements TypedService {

        @FunctionalInterface
        interface Code<Q> {
            Answer answer(Q request, AwsCall call);
        }

        @Override
        public Optional<Answer> answer(SdkRequest request, AwsCall call) {
            return cast(request).map(typed -> code.answer(typed, call));
        }

        @Override
        public Optional<String> resource(SdkRequest request, AwsCall call) {
            return cast(request).flatMap(typed -> about.apply(typed, call));
        }

        private Optional<Q> cast(SdkRequest request) {
            return type == request.getClass() ? Optional.of(type.cast(request)) : Optional.empty();
        }

        /** Returns the ARN in a request that holds one, and no other. */
        static Optional<String> onlyArn(SdkRequest request, AwsCall call) {
            List<String> arns = request.sdkFields().stream()
                    .map(field -> value(field, request))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(text -> text.startsWith("arn:"))
                    .distinct()
                    .toList();
            return arns.size() == 1 ? Optional.of(arns.getFirst()) : Optional.empty();
        }

        private static Object value(SdkField<?> field, SdkRequest request) {
            return Optional.<Object>ofNullable(field.getValueOrDefault(request)).orElse("");
        }
    }

    /** Brings about what one kind of event reports. */
    record Seeding(String service, String operation, Consumer<CloudTrailEvent> code) implements TypedService {
        @Override
        public boolean simulates(CloudTrailEvent event) {
            return event.source().equals(service + ".amazonaws.com")
                    && event.name().equals(operation);
        }

        @Override
        public void seed(CloudTrailEvent event) {
            code.accept(event);
        }
    }
}
