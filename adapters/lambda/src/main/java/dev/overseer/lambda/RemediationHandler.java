package dev.overseer.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.telemetry.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The function: takes incidents forward, one look for each message, and holds nothing while they wait.
 *
 * <p>The handler's name is {@code dev.overseer.lambda.RemediationHandler}. It takes
 *
 * <ul>
 *   <li>a batch of SQS, by an event source mapping with {@code ReportBatchItemFailures}: answers with the messages that
 *       failed, which the queue keeps;
 *   <li>a batch of SNS: fails if one of its messages fails;
 *   <li>any other input that the framework reads, such as an event of EventBridge: fails if a part of it does.
 * </ul>
 *
 * <p>Configured by environment variables alone. For one thread at a time, as Lambda calls it.
 */
public final class RemediationHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RemediationHandler.class);

    private final Invocation.Equipment equipment;
    private final Clock clock;
    private final Consumer<String> metricLines;

    /** Only here so that it stays: CRaC holds what is registered weakly. */
    private final List<Resource> hooks;

    /**
     * Configures itself by the environment. For Lambda.
     *
     * @throws RuntimeException if a setting is wrong; the message lists all problems
     */
    public RemediationHandler() {
        this(FunctionStart.byEnvironment(System.getenv()));
    }

    private RemediationHandler(FunctionStart start) {
        this(start.equipment(), Clock.systemUTC(), RemediationHandler::print, List.of(start.snapStart()));
        hooks.forEach(Core.getGlobalContext()::register);
    }

    RemediationHandler(
            Invocation.Equipment equipment, Clock clock, Consumer<String> metricLines, List<Resource> hooks) {
        this.equipment = equipment;
        this.clock = clock;
        this.metricLines = metricLines;
        this.hooks = hooks;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] payload = input.readAllBytes();
        Metrics metrics = new Metrics(context.getFunctionName(), clock);
        Countdown countdown = new Countdown(context::getRemainingTimeInMillis);
        Invocation invocation = new Invocation(equipment, countdown, metrics);
        MDC.put("requestId", context.getAwsRequestId());
        try {
            switch (Delivery.of(payload)) {
                case Delivery.Queue(List<Message> messages) ->
                    output.write(failures(messages, invocation).getBytes(StandardCharsets.UTF_8));
                case Delivery.Topic(List<Message> messages) -> requireAll(messages, invocation);
                case Delivery.Direct(Message message) -> requireAll(List.of(message), invocation);
            }
        } finally {
            equipment.afterwards().accept(countdown);
            metrics.flush(Optional.of(context.getAwsRequestId()), metricLines);
            MDC.remove("requestId");
        }
    }

    private static String failures(List<Message> messages, Invocation invocation) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        for (Message message : messages) {
            Optional<Invocation.Problem> problem = invocation.take(message);
            if (problem.isPresent()) {
                requireId(message, problem.get());
                LOG.warn(
                        "Left in its queue: {}",
                        problem.get().text(),
                        problem.get().thrown().orElse(null));
                failures.addObject().put("itemIdentifier", message.id());
            }
        }
        return Documents.line(answer);
    }

    /** An empty id among the failures would make Lambda repeat the whole batch: say so rather than hide it. */
    private static void requireId(Message message, Invocation.Problem problem) {
        if (message.id().isBlank()) {
            throw new UndeliveredException("A message without an id failed", List.of(problem));
        }
    }

    private static void requireAll(List<Message> messages, Invocation invocation) {
        List<Invocation.Problem> problems = new ArrayList<>();
        for (Message message : messages) {
            invocation.take(message).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new UndeliveredException("%d of %d failed".formatted(problems.size(), messages.size()), problems);
        }
    }

    /** One write for each line, so that no other comes in between. */
    private static void print(String line) {
        System.out.print(line + "\n");
        System.out.flush();
    }
}
