package dev.overseer.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What 1,000 incidents cost, at list price in us-east-1 and without free tiers: <a
 * href="https://aws.amazon.com/lambda/pricing/">Lambda</a>, <a href="https://aws.amazon.com/sqs/pricing/">SQS</a>, <a
 * href="https://aws.amazon.com/cloudwatch/pricing/">CloudWatch Logs</a>, <a
 * href="https://aws.amazon.com/dynamodb/pricing/on-demand/">DynamoDB</a>, <a
 * href="https://aws.amazon.com/xray/pricing/">X-Ray</a>, where the template's {@code Tracing} asks for it.
 *
 * @param looks of one incident; each is an invocation, and a batch of one message
 * @param seconds billed for one incident
 * @param gigabytes of memory of the function
 * @param logged for one incident, in bytes
 * @param written write request units of the ledger's table for one incident
 * @param read its read request units
 */
record Bill(int looks, double seconds, double gigabytes, long logged, int written, int read) {
    private static final int INCIDENTS = 1000;
    private static final double REQUEST = 0.20 / 1_000_000;
    private static final double GIGABYTE_SECOND = 0.0000166667;
    private static final double QUEUE_REQUEST = 0.40 / 1_000_000;
    private static final double LOGGED_GIGABYTE = 0.50;
    private static final double WRITE_UNIT = 0.625 / 1_000_000;
    private static final double READ_UNIT = 0.125 / 1_000_000;
    private static final double TRACE = 5.00 / 1_000_000;

    /** START, END and REPORT, which Lambda writes for each invocation. */
    private static final int LAMBDAS_OWN_LINES = 500;

    /** Prints it, line by line with its arithmetic. */
    String text() {
        // EventBridge sends the event; each look is received and deleted; each but the last is sent on.
        int queueRequests = 1 + 2 * looks + (looks - 1);
        double gigabytesLogged = (logged + (double) looks * LAMBDAS_OWN_LINES) / (1 << 30);
        Map<String, Double> items = new LinkedHashMap<>();
        items.put("Lambda, requests: %d".formatted(looks), looks * REQUEST);
        items.put(
                "Lambda, duration: %.3f s x %.0f MB".formatted(seconds, gigabytes * 1024),
                seconds * gigabytes * GIGABYTE_SECOND);
        items.put(
                "SQS, requests: 1 + %d x (receive, delete) + %d sends".formatted(looks, looks - 1),
                queueRequests * QUEUE_REQUEST);
        items.put(
                "CloudWatch Logs: %d B + %d x %d B".formatted(logged, looks, LAMBDAS_OWN_LINES),
                gigabytesLogged * LOGGED_GIGABYTE);
        items.put("DynamoDB: %d written, %d read".formatted(written, read), written * WRITE_UNIT + read * READ_UNIT);
        items.put("EventBridge (AWS events), STS, Glue, SnapStart of Java", 0.0);
        StringBuilder text = new StringBuilder();
        double total = 0;
        for (Map.Entry<String, Double> item : items.entrySet()) {
            text.append("  %-60s %8.4f USD%n".formatted(item.getKey(), item.getValue() * INCIDENTS));
            total += item.getValue() * INCIDENTS;
        }
        return text.append("  %-60s %8.4f USD; X-Ray would add %.4f%n"
                        .formatted("total of %d incidents".formatted(INCIDENTS), total, looks * TRACE * INCIDENTS))
                .toString();
    }
}
