package dev.overseer.cli;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * ElasticMQ in this process, in which time can pass: delays and visibility timeouts that would take minutes end at once.
 * With one queue and its dead-letter queue.
 */
final class VirtualSqs implements AutoCloseable {
    /** Longer than any delay or visibility timeout here. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final AtomicLong ahead = new AtomicLong();

    /** Silent, since a client that is killed is an error to it. */
    private final ActorSystem system = ActorSystem.create(
            "sqs", ConfigFactory.parseString("pekko.loglevel = OFF").withFallback(ConfigFactory.load()));

    private final SQSRestServer server;
    private final SqsClient client;
    private final String queue;
    private final String deadLetters;

    /**
     * Starts it.
     *
     * @param receives how often a message is handed out in vain before it is a dead letter
     */
    VirtualSqs(int receives) {
        NowProvider now = new NowProvider() {
            @Override
            public long nowMillis() {
                return System.currentTimeMillis() + ahead.get();
            }
        };
        server = SQSRestServerBuilder.withActorSystem(system)
                .withQueueManagerActor(system.actorOf(Props.create(
                        QueueManagerActor.class,
                        () -> new QueueManagerActor(now, StrictSQSLimits$.MODULE$, Option.empty()))))
                .withInterface("127.0.0.1")
                .withDynamicPort()
                .withAWSAccountId("123456789012")
                .start();
        client = SqsClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(URI.create("http://127.0.0.1:"
                        + server.waitUntilStarted().localAddress().getPort()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")))
                .build();
        deadLetters =
                client.createQueue(create -> create.queueName("dead-letters")).queueUrl();
        String redrive = "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                .formatted(attributes(deadLetters).get(QueueAttributeName.QUEUE_ARN), receives);
        queue = client.createQueue(create ->
                        create.queueName("overseer").attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive)))
                .queueUrl();
    }

    String queue() {
        return queue;
    }

    void send(String body) {
        client.sendMessage(send -> send.queueUrl(queue).messageBody(body));
    }

    /**
     * Lets everything be due that waits or is in flight, as if a quarter of an hour had passed. Time then goes on as before:
     * ElasticMQ reckons the delays of new messages by the machine's clock.
     */
    void passTime() {
        ahead.set(LONGEST.toMillis());
        List<Message> all = new ArrayList<>();
        for (List<Message> some = receive(); !some.isEmpty(); some = receive()) {
            all.addAll(some);
        }
        ahead.set(0);
        for (Message message : all) {
            client.changeMessageVisibility(change -> change.queueUrl(queue)
                    .receiptHandle(message.receiptHandle())
                    .visibilityTimeout(0));
        }
    }

    /** Returns how many messages somebody has received, and neither deleted nor let go of. */
    int inFlight() {
        return number(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    /** Returns how many messages there are, visible, delayed or in flight. */
    int size() {
        return total(queue);
    }

    int deadLetters() {
        return total(deadLetters);
    }

    private List<Message> receive() {
        return client.receiveMessage(receive -> receive.queueUrl(queue)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(Math.toIntExact(LONGEST.toSeconds())))
                .messages();
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
        system.terminate();
    }

    private int total(String url) {
        return number(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
                + number(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)
                + number(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private int number(String url, QueueAttributeName attribute) {
        return Integer.parseInt(attributes(url).get(attribute));
    }

    private Map<QueueAttributeName, String> attributes(String url) {
        return client.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }
}
