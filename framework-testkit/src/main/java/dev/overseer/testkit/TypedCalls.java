package dev.overseer.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Carries typed requests and answers past the wire: a header on the marshalled request says which call it belongs to, and
 * what stands in for its answer is swapped in before any other interceptor sees it. Safe for several threads.
 */
final class TypedCalls implements ExecutionInterceptor {
    static final String HEADER = "x-overseer-testkit-call";

    private static final ExecutionAttribute<TypedCall> CALL = new ExecutionAttribute<>("overseer-testkit-call");

    private final Map<String, TypedCall> sent = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();

    /** Returns the call that a header belongs to, once: a header that somebody sends again tells nothing. */
    Optional<TypedCall> arrived(String header) {
        return Optional.ofNullable(sent.remove(header));
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        TypedCall call =
                new TypedCall(context.request(), attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        String id = Long.toString(number.incrementAndGet());
        sent.put(id, call);
        attributes.putAttribute(CALL, call);
        return context.httpRequest().toBuilder().putHeader(HEADER, id).build();
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        return attributes.getAttribute(CALL).returned(context.response());
    }

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        // Of a call that the guard refused, nothing was sent
        return Optional.ofNullable(attributes.getAttribute(CALL))
                .map(call -> call.thrown(context.exception()))
                .orElse(context.exception());
    }
}
