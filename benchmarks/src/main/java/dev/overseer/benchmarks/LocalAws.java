package dev.overseer.benchmarks;

import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * As much of AWS as a worker needs, on 127.0.0.1 and in memory: SQS, which is ElasticMQ, and a simulated Glue and STS.
 */
public final class LocalAws implements AutoCloseable {
    private static final int SQS_PORT = 9324;
    private static final int PORT = 9325;
    private static final String ACCOUNT = FakeAws.ACCOUNT;
    private static final String REGION = FakeAws.REGION;

    private final GlueSimulator glue;
    private final FakeAws account;
    private final LoopbackAws services;
    private final SQSRestServer queues;
    private final URI queueServer;

    /**
     * Starts it.
     *
     * @param lifecycle of its development endpoints
     * @param port where Glue and STS are to be found; a free one if it is 0
     * @param queuePort the same for SQS
     */
    LocalAws(Lifecycle lifecycle, int port, int queuePort) throws IOException {
        glue = new GlueSimulator(Clock.systemUTC(), lifecycle);
        account = new FakeAws(Clock.systemUTC()).install(glue).install(new StsSimulator());
        services = new LoopbackAws(account, port);
        queues = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(queuePort)
                .withAWSRegion(REGION)
                .withAWSAccountId(ACCOUNT)
                .start();
        queueServer = URI.create(
                "http://127.0.0.1:" + queues.waitUntilStarted().localAddress().getPort());
    }

    /**
     * Serves with one queue until it is interrupted. Endpoints are READY a minute after they are created.
     *
     * @param args none
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        LocalAws aws = new LocalAws(Lifecycle.readyAfter(Duration.ofMinutes(1)), PORT, SQS_PORT);
        Runtime.getRuntime().addShutdownHook(new Thread(aws::close));
        try (SqsClient sqs = aws.queueClient()) {
            String queue = queue(sqs);
            System.out.printf(
                    "SQS: %s, with the queue %s%nGlue and STS: %s%nDevelopment endpoints are READY a minute after they are created. Ctrl-C ends it.%n",
                    aws.queueServer, queue, aws.services.endpoint());
        }
        Thread.currentThread().join();
    }

    /** Makes a queue with a redrive policy, and returns its URL. */
    static String queue(SqsClient sqs) {
        String dead = sqs.createQueue(create -> create.queueName("overseer-dead-letters"))
                .queueUrl();
        String arn = sqs.getQueueAttributes(get -> get.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        String redrive = "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":5}".formatted(arn);
        return sqs.createQueue(create ->
                        create.queueName("overseer").attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive)))
                .queueUrl();
    }

    /** Returns a client for the queues, to be closed by the caller. */
    SqsClient queueClient() {
        return SqsClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(queueServer)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")))
                .build();
    }

    GlueSimulator glue() {
        return glue;
    }

    FakeAws account() {
        return account;
    }

    /** Returns where Glue and STS are. */
    URI endpoint() {
        return services.endpoint();
    }

    @Override
    public void close() {
        services.close();
        queues.stopAndWait();
    }
}
