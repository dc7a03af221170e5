package dev.overseer.benchmarks;

import dev.overseer.testkit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * How much memory `./overseer worker` takes while many incidents wait in its queue. The queue is filled with events of
 * endpoints that are PROVISIONING for ever; the worker looks at each and sends it back. Queue and AWS are in this process,
 * the worker in its own. Started by {@code process/worker-memory.sh}; reads {@code /proc}, so for Linux.
 */
public final class WorkerMemory {
    private static final int BATCH = 10;

    private final LocalAws aws;
    private final SqsClient sqs;
    private final String queue;
    private final int incidents;

    private WorkerMemory(LocalAws aws, SqsClient sqs, String queue, int incidents) {
        this.aws = aws;
        this.sqs = sqs;
        this.queue = queue;
        this.incidents = incidents;
    }

    /**
     * Prints the figures.
     *
     * @param args the launcher, how many incidents
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (LocalAws aws = new LocalAws(Lifecycle.neverReady(), 0, 0);
                SqsClient sqs = aws.queueClient()) {
            new WorkerMemory(aws, sqs, LocalAws.queue(sqs), Integer.parseInt(args[1])).measure(Path.of(args[0]));
        }
        // ElasticMQ leaves threads behind.
        System.exit(0);
    }

    private void measure(Path launcher) throws IOException, InterruptedException {
        System.out.printf("%n  %-48s %10s %10s %8s%n", "", "resident", "peak", "threads");
        Process worker = worker(launcher);
        try {
            worker.waitFor(15, TimeUnit.SECONDS);
            row("waiting for its first message", worker);
            fill();
            awaitDelayed(worker);
            row("%d incidents wait, each was looked at".formatted(incidents), worker);
            worker.waitFor(30, TimeUnit.SECONDS);
            row("30 s later", worker);
        } finally {
            worker.destroyForcibly();
        }
    }

    private Process worker(Path launcher) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        launcher.toString(),
                        "worker",
                        "--queue-url",
                        queue,
                        "--enforce=glue-dev-endpoint",
                        "-o",
                        "json")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("OVERSEER_"));
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        "AWS_REGION", "eu-west-1",
                        "AWS_ENDPOINT_URL", aws.endpoint().toString()));
        return builder.start();
    }

    private void fill() {
        for (int i = 0; i < incidents; i += BATCH) {
            List<SendMessageBatchRequestEntry> batch = IntStream.range(i, Math.min(incidents, i + BATCH))
                    .mapToObj(this::created)
                    .toList();
            sqs.sendMessageBatch(send -> send.queueUrl(queue).entries(batch));
        }
    }

    private SendMessageBatchRequestEntry created(int i) {
        String name = "endpoint-" + i;
        aws.glue().endpoint(name).create();
        String event = Bodies.violation()
                .request("endpointName", name)
                .id("event-" + i)
                .at(Instant.now())
                .envelopeJson();
        return SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(i))
                .messageBody(event)
                .build();
    }

    private void awaitDelayed(Process worker) throws InterruptedException {
        while (number(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES) > 0
                || number(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE) > 0) {
            if (worker.waitFor(2, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The worker ended with " + worker.exitValue());
            }
        }
        int delayed = number(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
        int looks = aws.account().calls("GetDevEndpoint").size();
        if (delayed != incidents || looks < incidents) {
            throw new IllegalStateException(
                    "%d of %d incidents wait, after %d looks".formatted(delayed, incidents, looks));
        }
    }

    private int number(QueueAttributeName attribute) {
        return Integer.parseInt(
                sqs.getQueueAttributes(get -> get.queueUrl(queue).attributeNames(attribute))
                        .attributes()
                        .get(attribute));
    }

    private static void row(String when, Process worker) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/%d/status".formatted(worker.pid())));
        System.out.printf(
                "  %-48s %7d MB %7d MB %8d%n",
                when, value(status, "VmRSS:") / 1024, value(status, "VmHWM:") / 1024, value(status, "Threads:"));
    }

    private static long value(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
