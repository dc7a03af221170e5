package dev.overseer.cli;

import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.wiring.Parts;
import dev.overseer.sqs.HealthServer;
import dev.overseer.sqs.IncidentQueue;
import dev.overseer.sqs.LongWaits;
import dev.overseer.sqs.QueueProtocol;
import dev.overseer.sqs.QueueUnusableException;
import dev.overseer.sqs.QueueUrl;
import dev.overseer.sqs.SqsWorker;
import dev.overseer.sqs.SweepTurns;
import dev.overseer.sqs.WorkListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Works on a queue. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Works on the messages of an SQS queue until it is stopped, and sends back to it what has to wait. Any number"
                        + " of workers may share a queue. Writes what the configuration lets it, and only for the controls that"
                        + " are named, if any are. Without a configuration a dry run, unless controls are named.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer worker --queue-url https://sqs.eu-west-1.amazonaws.com/123456789012/overseer",
            "  overseer worker --queue-url … --enforce=glue-dev-endpoint --health-port 8080",
            "",
            "SIGTERM or Ctrl-C lets looks that are under way end; what is left comes back to another worker."
        })
final class WorkerCommand implements Callable<Integer> {
    static final String URL = "OVERSEER_QUEUE_URL";
    private static final String SCHEDULER_ROLE = "OVERSEER_SCHEDULER_ROLE";

    private final Terminal terminal;
    private final Interrupts interrupts;

    @Option(names = "--queue-url", paramLabel = "URL", description = "The queue. Default: " + URL + ".")
    private @Nullable String queueUrl;

    @Mixin
    private final HostOptions host = new HostOptions();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "How many messages are worked on at once. Default: " + SqsWorker.IN_FLIGHT + ".")
    private int inFlight = SqsWorker.IN_FLIGHT;

    @Option(
            names = "--scheduler-role",
            paramLabel = "ARN",
            description =
                    "Leave waits of more than 15 minutes to EventBridge Scheduler, which assumes this role. Default: "
                            + SCHEDULER_ROLE + ".")
    private @Nullable String schedulerRole;

    @Option(names = "--health-port", paramLabel = "PORT", description = "Answer /healthz on this port of 127.0.0.1.")
    private @Nullable Integer healthPort;

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long looks that are under way may take to end after SIGTERM. Default: 25s.")
    private Duration grace = Duration.ofSeconds(25);

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final HostLogOption log = new HostLogOption();

    WorkerCommand(Terminal terminal, Interrupts interrupts) {
        this.terminal = terminal;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        QueueUrl url = url();
        Clock clock = Clock.systemUTC();
        // Apart from the host's AWS, which follows the configuration
        try (Telemetry telemetry = log.apply("overseer-worker", terminal, clock);
                AwsAccess aws = new AwsAccess();
                SqsClient sqs = url.client(aws.credentials())) {
            IncidentQueue queue = new IncidentQueue(sqs, url, longWaits(url, aws, clock), clock);
            Report report = output.promptReport(terminal, new Wording(false));
            try (LatestConfiguration handler = host.following(
                    open -> protocol(open, url, queue, telling(report, telemetry), clock), terminal, clock)) {
                return work(new SqsWorker(sqs, url, handler, inFlight, clock, new Random()), () -> {
                    // Each result was shown at once, and nobody waits for a sum.
                    report.abandon();
                    handler.end();
                    return telemetry.ending(ExitStatus.OK);
                });
            }
        } catch (QueueUnusableException unusable) {
            throw new UsageException(String.valueOf(unusable.getMessage()));
        }
    }

    private QueueProtocol protocol(
            HostOptions.Host open, QueueUrl url, IncidentQueue queue, WorkListener listener, Clock clock) {
        terminal.err().println("Working on %s. %s".formatted(url, open.ledger()));
        Parts parts = open.parts();
        SweepTurns sweeps = new SweepTurns(
                parts.engine(),
                new SweepTurns.Places(open.territory()::accounts, open.territory()::regions),
                Thread::sleep,
                clock);
        return new QueueProtocol(parts.reader(), parts.intake(), parts.engine(), queue, listener, sweeps, clock);
    }

    private QueueUrl url() {
        return Optional.ofNullable(queueUrl)
                .or(() -> terminal.variable(URL))
                .map(QueueUrl::parse)
                .orElseThrow(() -> new UsageException("Name the queue: --queue-url URL, or " + URL));
    }

    /**
     * Works until the process is told to stop.
     *
     * @param ending does what is left to do then, and returns the exit status; harmless when repeated
     */
    private int work(SqsWorker worker, IntSupplier ending) throws IOException, InterruptedException {
        AtomicBoolean failed = new AtomicBoolean();
        // Also asked when the worker has ended by itself, which it does only if it has failed.
        interrupts.onInterrupt(() -> failed.get() ? ExitStatus.INVALID : stop(worker, ending));
        try {
            run(worker);
        } catch (IOException | RuntimeException | Error failure) {
            failed.set(true);
            throw failure;
        }
        return ending.getAsInt();
    }

    private void run(SqsWorker worker) throws IOException, InterruptedException {
        if (healthPort == null) {
            worker.run();
            return;
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), healthPort);
        try (HealthServer health = new HealthServer(address, worker::health)) {
            terminal.err()
                    .println("Health: http://127.0.0.1:%d/healthz"
                            .formatted(health.address().getPort()));
            worker.run();
        }
    }

    private Optional<LongWaits> longWaits(QueueUrl url, AwsAccess aws, Clock clock) {
        return Optional.ofNullable(schedulerRole)
                .or(() -> terminal.variable(SCHEDULER_ROLE))
                .map(scheduler -> new LongWaits(
                        SchedulerClient.builder()
                                .credentialsProvider(aws.credentials())
                                .region(url.region()
                                        .orElseThrow(() -> new UsageException(
                                                "EventBridge Scheduler sends only to queues of AWS, and %s is not one. Leave out --scheduler-role"
                                                        .formatted(url))))
                                .build(),
                        clock,
                        url.arn().orElseThrow(),
                        scheduler,
                        Optional.empty(),
                        Optional.empty()));
    }

    private static WorkListener telling(Report report, Telemetry telemetry) {
        return new WorkListener() {
            @Override
            public void read(Reading reading) {
                telemetry.read(reading);
            }

            @Override
            public void unreadable(Reading.Unreadable reading) {
                telemetry.unreadable(reading);
            }

            @Override
            public void arrived(Arrival arrival) {
                switch (arrival) {
                    case Arrival.Opened opened ->
                        throw new IllegalArgumentException("opened, so not passed over: " + opened);
                    case Arrival.Sweep sweep ->
                        throw new IllegalArgumentException("worked on, so not passed over: " + sweep);
                    case Arrival.Ignored(var reason, var event) -> {
                        telemetry.ignored(reason);
                        report.accept(new Result.Ignored(reason, event));
                    }
                    case Arrival.Unreadable(var reading) -> report.accept(new Result.Unreadable(reading));
                }
            }

            @Override
            public void looked(Step step) {
                telemetry.looked(step);
                if (step instanceof Step.Closed closed) {
                    report.accept(Result.of(closed));
                }
            }
        };
    }

    /** Being told to stop is how a worker ends: what it found on the way does not make that a failure. */
    private int stop(SqsWorker worker, IntSupplier ending) {
        terminal.err()
                .println("Stopping: what is under way ends first, the last request for messages included; %s at most"
                        .formatted(Durations.text(grace)));
        try {
            worker.stop(grace);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        return ending.getAsInt();
    }
}
