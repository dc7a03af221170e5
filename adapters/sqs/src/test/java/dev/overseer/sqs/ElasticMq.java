package dev.overseer.sqs;

import java.net.URI;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A real SQS server in this process, on 127.0.0.1, with real clients. */
final class ElasticMq implements AutoCloseable {
    private final SQSRestServer server;
    private final int port;

    ElasticMq() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(0)
                .withAWSRegion("eu-west-1")
                .withAWSAccountId("123456789012")
                .start();
        port = server.waitUntilStarted().localAddress().getPort();
    }

    SqsClient client() {
        return SqsClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")))
                .build();
    }

    /** Makes a queue. */
    QueueUrl queue(SqsClient sqs, String name) {
        return QueueUrl.parse(
                sqs.createQueue(request -> request.queueName(name)).queueUrl());
    }

    /** Makes a queue whose messages go to another one when they have been received so often in vain. */
    QueueUrl queue(SqsClient sqs, String name, String deadLetters, int receives) {
        String policy = "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:123456789012:%s\",\"maxReceiveCount\":%d}"
                .formatted(deadLetters, receives);
        return QueueUrl.parse(sqs.createQueue(request ->
                        request.queueName(name).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)))
                .queueUrl());
    }

    /** Returns how many messages a queue holds, the invisible ones included. */
    static int size(SqsClient sqs, QueueUrl queue) {
        return sqs
                .getQueueAttributes(
                        request -> request.queueUrl(queue.toString()).attributeNames(QueueAttributeName.ALL))
                .attributes()
                .entrySet()
                .stream()
                .filter(attribute -> attribute.getKey().name().startsWith("APPROXIMATE_NUMBER_OF_MESSAGES"))
                .mapToInt(attribute -> Integer.parseInt(attribute.getValue()))
                .sum();
    }

    @Override
    public void close() {
        server.stopAndWait();
    }
}
