package dev.overseer.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import dev.overseer.testkit.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The life of one insecure endpoint that needs ten minutes to be READY, as functions see it: the event, looks at the
 * control's pace, delete and verification. AWS answers over HTTP on 127.0.0.1, and its clock jumps over the waits.
 */
final class TenMinutes implements AutoCloseable {
    private static final String NAME = "churn-features";

    private final TestClock clock = new TestClock(Instant.now());
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.readyAfter(Duration.ofMinutes(10)));
    private final Mailbox queue = new Mailbox();
    private final FakeAws account =
            new FakeAws(clock).install(glue).install(new StsSimulator()).install(queue);
    private final LocalTable table;
    private final String tableName;
    private final LoopbackAws aws;
    private String message;

    /** Begins it, with an empty ledger. */
    TenMinutes(LocalTable table) throws IOException {
        EventBuilder event = Bodies.violation().at(clock.instant());
        this.table = table;
        tableName = table.newTable();
        account.install(table);
        account.seed(event.event());
        aws = new LoopbackAws(account);
        message = event.envelopeJson();
    }

    /** Makes the functions that look at the endpoint. */
    @FunctionalInterface
    interface Functions {
        FunctionProcess start(LoopbackAws aws, Map<String, String> ledger) throws IOException;
    }

    /**
     * What functions took.
     *
     * @param init from the start of the first process until it asked for an event; until it could be snapshot where it
     *     is restored
     * @param restores from each restore until the function asked for an event
     * @param looks from each event until its answer
     * @param busy how long the function was on a core for each of them, the restore before it included
     * @param logged what they wrote to stdout, in bytes, from the first event on
     * @param calls how many calls of AWS they made, those of the ledger's table apart
     * @param tableCalls how many of the table
     * @param written the table's write request units
     * @param read its read request units
     */
    record Times(
            double init,
            List<Double> restores,
            List<Double> looks,
            List<Double> busy,
            long logged,
            int calls,
            int tableCalls,
            int written,
            int read) {
        double firstLook() {
            return looks.getFirst();
        }

        /**
         * Returns the sum of what Lambda bills for the looks, each rounded up to a millisecond, and for the restores.
         *
         * @param slowdown how many times longer a core takes there than here; what is waited for takes no longer
         */
        double billed(double slowdown) {
            double billed = sum(restores);
            for (int look = 0; look < looks.size(); look++) {
                billed += Math.ceil(looks.get(look) + busy.get(look) * (slowdown - 1));
            }
            return billed;
        }

        static double sum(List<Double> times) {
            return times.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** Lets one process take all looks. */
    Times inOneProcess(Functions functions, boolean snapshot) throws IOException, InterruptedException {
        try (FunctionProcess function = functions.start(aws, Map.of("OVERSEER_LEDGER_TABLE", tableName))) {
            Log log = new Log();
            double init = log.begin(function, snapshot);
            do {
                log.look(function, batch());
            } while (goesOn());
            requireGone();
            return times(log, init);
        }
    }

    /** Lets each look be taken by a process of its own, which was restored for it. */
    Times inAProcessEach(Functions functions) throws IOException, InterruptedException {
        Log log = new Log();
        double init;
        do {
            try (FunctionProcess function = functions.start(aws, Map.of("OVERSEER_LEDGER_TABLE", tableName))) {
                init = log.begin(function, true);
                log.look(function, batch());
            }
        } while (goesOn());
        requireGone();
        return times(log, init);
    }

    /** What was measured so far. */
    private static final class Log {
        private final List<Double> restores = new ArrayList<>();
        private final List<Double> looks = new ArrayList<>();
        private final List<Double> busy = new ArrayList<>();
        private long logged;
        private double busyBefore;

        /** Returns how long the function took to be ready, or to be snapshot. */
        double begin(FunctionProcess function, boolean snapshot) throws IOException, InterruptedException {
            if (!snapshot) {
                double init = (function.api().awaitReady() - function.started()) / 1e6;
                busyBefore = function.busy();
                return init;
            }
            double init = (function.api().awaitSnapshot() - function.started()) / 1e6;
            busyBefore = function.busy();
            restores.add(function.api().restore().millis());
            return init;
        }

        void look(FunctionProcess function, String payload) throws IOException, InterruptedException {
            long loggedBefore = function.logged();
            looks.add(function.api().invoke(payload).millis());
            // It asks for the next event when it has written its log.
            function.api().awaitReady();
            logged += function.logged() - loggedBefore;
            double busySoFar = function.busy();
            busy.add(busySoFar - busyBefore);
            busyBefore = busySoFar;
        }
    }

    private Times times(Log log, double init) {
        int all = account.calls().size();
        int ofTable = Math.toIntExact(account.calls().stream()
                .filter(call -> call.service().equals(table.service()))
                .count());
        return new Times(
                init,
                log.restores,
                log.looks,
                log.busy,
                log.logged,
                all - ofTable,
                ofTable,
                table.usage().writes(),
                table.usage().reads());
    }

    @Override
    public void close() {
        aws.close();
    }

    private boolean goesOn() {
        Optional<Mailbox.Sent> sent = queue.fetch();
        sent.ifPresent(next -> {
            message = next.body();
            clock.advance(next.delay());
        });
        return sent.isPresent();
    }

    private void requireGone() {
        if (glue.effectiveDeletes(NAME) != 1) {
            throw new IllegalStateException("The endpoint was not deleted; the log says why");
        }
    }

    private String batch() {
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        ObjectNode item = batch.putArray("Records").addObject();
        item.put("messageId", "19dd0b57-b21e-4ac1-bd88-01bbb068cb78");
        item.put("receiptHandle", "MessageReceiptHandle");
        item.put("body", message);
        item.putObject("attributes").put("ApproximateReceiveCount", "1");
        item.putObject("messageAttributes");
        item.put("eventSource", "aws:sqs");
        item.put("eventSourceARN", "arn:aws:sqs:eu-west-1:123456789012:overseer");
        item.put("awsRegion", "eu-west-1");
        return batch.toString();
    }

    /** The environment that makes Lambda's Java runtime client ask to be restored. */
    static final Map<String, String> SNAPSHOT = Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
}
