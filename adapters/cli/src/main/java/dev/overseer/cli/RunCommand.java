package dev.overseer.cli;

import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.wiring.Parts;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The real thing. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Looks at the live resources that events are about, and puts right what is wrong: with --enforce;"
                + " otherwise it says what it would do. Waits until every incident is closed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer run event.json                           change nothing, only say what would be done",
            "  overseer run --enforce event.json",
            "  overseer run --enforce=glue-dev-endpoint logs/",
            "  overseer run --enforce --no-wait -o json event.json | grep overseer/incident/1 > open.jsonl",
            "  overseer run --enforce open.jsonl                 go on with what was left open",
            "  overseer run --enforce --from 2026-01-31T08:00:00Z --to 2026-01-31T12:00:00Z s3://my-trail/",
            "                                                    catch up after an outage",
            "",
            "Ctrl-C ends all waits. The incidents that are then open go on when the same input is run again.",
            "AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and so on are understood as the AWS CLI understands them."
        })
final class RunCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupts interrupts;

    @Mixin
    private final HistoryInput input;

    @Mixin
    private final HostOptions host = new HostOptions();

    @Option(
            names = "--no-wait",
            description =
                    "Look once, and print the incidents that are still open; with -o json as documents that run takes as"
                            + " input again.")
    private boolean noWait;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final HostLogOption log = new HostLogOption();

    RunCommand(Terminal terminal, Interrupts interrupts, HistoryInput input) {
        this.terminal = terminal;
        this.interrupts = interrupts;
        this.input = input;
    }

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        try (Telemetry telemetry = log.apply("overseer-run", terminal, clock);
                HostOptions.Host open = host.open(HostOptions.Attendance.CALLED, terminal, clock)) {
            return run(open, telemetry, clock);
        }
    }

    private int run(HostOptions.Host open, Telemetry telemetry, Clock clock) {
        Parts parts = open.parts();
        Report report = output.promptReport(terminal, new Wording(false));
        LiveLine live = new LiveLine(terminal, clock);
        RunLoop loop = new RunLoop(
                telemetry.watching(parts.engine()::advance),
                clock,
                !noWait,
                result -> live.above(() -> report.accept(result)),
                live::progress);
        Run run = new Run(
                loop,
                report,
                live,
                () -> live.draw(loop.open()),
                "Run the same input again, or what -o json prints for what is open, to go on.",
                left -> List.of(),
                terminal);
        CatchUp catchUp = new CatchUp(terminal, clock, live, report, open.notices()::catchUp);
        interrupts.onInterrupt(() -> {
            int status = catchUp.interrupt(run::interrupt);
            open.tell();
            return telemetry.ending(status);
        });
        return run.complete(to -> {
            Consumer<Arrival> heard = telemetry.hearing(to);
            try (catchUp) {
                input.read(parts.reader(), terminal, clock, catchUp.handling(reading -> {
                    telemetry.read(reading);
                    parts.intake().accept(reading, heard);
                }));
            }
        });
    }
}
