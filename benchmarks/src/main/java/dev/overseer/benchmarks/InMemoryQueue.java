package dev.overseer.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

/**
 * SQS without a network: hands out one and the same message as often as it is told to, and forgets what is sent. What costs
 * in the SDK's client, marshalling and signing, is not in it.
 */
final class InMemoryQueue implements SqsClient {
    private final String body;
    private final Duration answerTime;
    private final Semaphore waiting = new Semaphore(0);
    private final Semaphore deleted = new Semaphore(0);
    private final AtomicLong ids = new AtomicLong();

    /**
     * @param answerTime how long each request takes
     */
    InMemoryQueue(String body, Duration answerTime) {
        this.body = body;
        this.answerTime = answerTime;
    }

    /** Hands out so many messages, and returns when all have been deleted. */
    void drain(int messages) throws InterruptedException {
        waiting.release(messages);
        deleted.acquire(messages);
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        return GetQueueAttributesResponse.builder()
                .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, "{\"maxReceiveCount\":5}"))
                .build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        answer();
        List<Message> messages = new ArrayList<>();
        try {
            if (waiting.tryAcquire(request.waitTimeSeconds(), TimeUnit.SECONDS)) {
                do {
                    String id = Long.toString(ids.incrementAndGet());
                    messages.add(Message.builder()
                            .messageId(id)
                            .receiptHandle(id)
                            .body(body)
                            .build());
                } while (messages.size() < request.maxNumberOfMessages() && waiting.tryAcquire());
            }
        } catch (InterruptedException stop) {
            throw AbortedException.create("Thread was interrupted", stop);
        }
        return ReceiveMessageResponse.builder().messages(messages).build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        answer();
        return SendMessageResponse.builder().build();
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        answer();
        deleted.release();
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private void answer() {
        AnswerTime.pass(answerTime);
    }
}
