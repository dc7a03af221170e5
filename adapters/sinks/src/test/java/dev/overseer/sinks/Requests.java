package dev.overseer.sinks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** What a ledger asked its table for, and what its writes cost. */
final class Requests implements ExecutionInterceptor {
    private final Queue<SdkRequest> requests = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Runnable> beforeNextWrite = new AtomicReference<>(() -> {});

    /** Lets something happen between what the next write rests on and the write itself. */
    void beforeNextWrite(Runnable code) {
        beforeNextWrite.set(code);
    }

    List<TransactWriteItemsRequest> writes() {
        return of(TransactWriteItemsRequest.class).toList();
    }

    List<QueryRequest> queries() {
        return of(QueryRequest.class).toList();
    }

    /**
     * Returns how many write request units the writes cost: two for each KiB of an item that is put in a transaction. DynamoDB
     * Local does not count them so.
     */
    long writeUnits() {
        return writes().stream()
                .flatMap(write -> write.transactItems().stream())
                .mapToLong(Requests::units)
                .sum();
    }

    /** Returns the IAM actions that were needed on the table. */
    Set<String> actions() {
        return requests.stream().flatMap(Requests::actions).collect(Collectors.toSet());
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        requests.add(context.request());
        if (context.request() instanceof TransactWriteItemsRequest) {
            beforeNextWrite.getAndSet(() -> {}).run();
        }
        return context.request();
    }

    private <T extends SdkRequest> Stream<T> of(Class<T> type) {
        return requests.stream().filter(type::isInstance).map(type::cast);
    }

    private static Stream<String> actions(SdkRequest request) {
        return switch (request) {
            case TransactWriteItemsRequest transaction ->
                transaction.transactItems().stream().map(Requests::action);
            case QueryRequest query -> Stream.of("dynamodb:Query");
            case BatchGetItemRequest get -> Stream.of("dynamodb:BatchGetItem");
            case CreateTableRequest ofTheTest -> Stream.empty();
            default -> Stream.of(request.getClass().getSimpleName());
        };
    }

    private static long units(TransactWriteItem action) {
        if (action.put() == null) {
            return 2;
        }
        long size = action.put().item().entrySet().stream()
                .mapToLong(attribute -> attribute.getKey().length() + size(attribute.getValue()))
                .sum();
        boolean inIndex = action.put().item().containsKey(DynamoDbTable.SINCE);
        return 2 * Math.ceilDiv(size, 1024) + (inIndex ? 2 : 0);
    }

    private static long size(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s().getBytes(StandardCharsets.UTF_8).length;
            case B -> value.b().asByteArrayUnsafe().length;
            default -> 21;
        };
    }

    private static String action(TransactWriteItem item) {
        if (item.put() != null) {
            return "dynamodb:PutItem";
        }
        if (item.update() != null) {
            return "dynamodb:UpdateItem";
        }
        return item.delete() == null ? "dynamodb:ConditionCheckItem" : "dynamodb:DeleteItem";
    }
}
