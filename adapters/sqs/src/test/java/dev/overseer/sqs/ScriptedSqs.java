package dev.overseer.sqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** SQS as a script: each request for messages gets the next answer of it, and waits where there is none. */
final class ScriptedSqs implements SqsClient {
    final List<ReceiveMessageRequest> receives = new CopyOnWriteArrayList<>();
    final List<String> deleted = new CopyOnWriteArrayList<>();
    final List<String> sent = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Supplier<List<Message>>> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<RuntimeException> refusals = new LinkedBlockingQueue<>();

    /** Refuses to describe the queue, once. */
    ScriptedSqs refuses(RuntimeException failure) {
        refusals.add(failure);
        return this;
    }

    ScriptedSqs fails(RuntimeException failure) {
        answers.add(() -> {
            throw failure;
        });
        return this;
    }

    /** Hands out messages, whose receipts are called as they are. */
    ScriptedSqs handsOut(String... bodies) {
        List<Message> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(Message.builder()
                    .messageId("m" + messages.size())
                    .receiptHandle(body)
                    .body(body)
                    .build());
        }
        answers.add(() -> messages);
        return this;
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        RuntimeException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
        return GetQueueAttributesResponse.builder()
                .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, "{\"maxReceiveCount\":5}"))
                .build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        receives.add(request);
        try {
            return ReceiveMessageResponse.builder()
                    .messages(answers.take().get())
                    .build();
        } catch (InterruptedException stop) {
            throw AbortedException.create("Thread was interrupted", stop);
        }
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        deleted.add(request.receiptHandle());
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        sent.add(request.messageBody());
        return SendMessageResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
