package dev.overseer.cli;

import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The real thing, for what is there already. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Looks at all existing resources, and puts right what is wrong: with --enforce; otherwise it says"
                + " what it would do. For what was there before, and for events that were lost.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer scan                                     change nothing, only say what would be done",
            "  overseer scan --control glue-dev-endpoint --region eu-west-1 --region us-east-1",
            "  overseer scan --enforce=glue-dev-endpoint --control glue-dev-endpoint",
            "  overseer scan --control glue-dev-endpoint --region eu-west-1 --after test1",
            "",
            "Reads twice a second in each account, region and service. Ctrl-C prints where to go on.",
            "An exemption by event or principal cannot be judged without an event: while one is in force, its",
            "control writes nothing in a scan, and says so."
        })
final class ScanCommand implements Callable<Integer> {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}[a-z]?");

    private final Terminal terminal;
    private final Interrupts interrupts;

    @Option(
            names = "--control",
            paramLabel = "CONTROL",
            split = ",",
            description = "Scan for these controls. Default: all that are installed and not off.")
    private List<String> controls = List.of();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            split = ",",
            description = "Scan in these regions. Default: those that the configuration allows, else AWS_REGION.")
    private List<String> regions = List.of();

    @Option(
            names = "--account",
            paramLabel = "ACCOUNT",
            split = ",",
            description = "Scan in these accounts. Default: those of the role, else the caller's.")
    private List<String> accounts = List.of();

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Go on behind this resource. For one control, account and region.")
    private @Nullable String after;

    @Option(names = "--no-wait", description = "Look once, and print the incidents that are still open.")
    private boolean noWait;

    @Mixin
    private final HostOptions host = new HostOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final HostLogOption log = new HostLogOption();

    ScanCommand(Terminal terminal, Interrupts interrupts) {
        this.terminal = terminal;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        accounts.forEach(account -> requireShape(account, ACCOUNT, "an AWS account. Write its twelve digits"));
        regions.forEach(region -> requireShape(region, REGION, "a region such as eu-west-1"));
        Clock clock = Clock.systemUTC();
        try (Telemetry telemetry = log.apply("overseer-scan", terminal, clock);
                HostOptions.Host open = host.open(HostOptions.Attendance.CALLED, terminal, clock)) {
            return scan(open, requests(open, clock.instant()), telemetry, clock);
        }
    }

    private int scan(HostOptions.Host open, List<SweepRequest> requests, Telemetry telemetry, Clock clock) {
        Report report = output.promptReport(terminal, new Wording(false, "resource"));
        LiveLine live = new LiveLine(terminal, clock);
        Engine engine = open.parts().engine();
        Scan scan = new Scan(engine, requests, live, clock);
        RunLoop loop = new RunLoop(
                telemetry.watching(scan::look),
                clock,
                !noWait,
                result -> live.above(() -> report.accept(result)),
                live::progress);
        Run run = new Run(
                loop,
                report,
                live,
                () -> live.draw(scan.progress()),
                "The next scan finds what is still wrong; with a ledger, run what -o json prints, to go on.",
                scan::remaining,
                terminal);
        interrupts.onInterrupt(() -> {
            scan.stop();
            int status = run.interrupt();
            open.tell();
            return telemetry.ending(status);
        });
        return run.complete(to -> {
            loop.everySecond(scan::tellNowAndThen);
            scan.feed(
                    incident -> {
                        report.countFound();
                        loop.open(incident);
                    },
                    run::tell);
        });
    }

    private List<SweepRequest> requests(HostOptions.Host open, Instant now) {
        Territory territory = open.territory();
        ControlFilter.requireKnown(territory.catalog(), controls);
        List<String> inAccounts = accounts.isEmpty() ? territory.accounts() : accounts;
        List<String> inRegions = regions.isEmpty() ? territory.regions() : regions;
        List<SweepRequest> wanted = new ArrayList<>();
        for (RegisteredControl<?> control : territory.catalog().controls()) {
            if (controls.isEmpty() || controls.contains(control.id())) {
                List<SweepRequest> here = everywhere(control.id(), now).inEach(inAccounts, inRegions).stream()
                        .filter(request -> isWanted(request, open.parts().engine()))
                        .toList();
                if (control.discovers()) {
                    wanted.addAll(here);
                } else if (!here.isEmpty()) {
                    terminal.err()
                            .println(
                                    "overseer: %s is not scanned: it finds no resources by itself, and acts on events alone"
                                            .formatted(control.id()));
                }
            }
        }
        if (wanted.isEmpty()) {
            throw new UsageException(
                    "There is nothing to scan. `overseer config show` says what is switched on, and where");
        }
        if (after != null && wanted.size() > 1) {
            throw new UsageException(
                    "--after is a resource of one control, account and region, and there are %d to scan. Name one each: --control, --account, --region"
                            .formatted(wanted.size()));
        }
        return List.copyOf(wanted);
    }

    private SweepRequest everywhere(String control, Instant now) {
        return new SweepRequest(control, Optional.empty(), Optional.empty(), Optional.ofNullable(after), now, 0);
    }

    private boolean isWanted(SweepRequest request, Engine engine) {
        Optional<IgnoredReason> reason = engine.unwanted(request);
        // Of a control that is off everywhere, nothing need be said unless somebody asked for it.
        if (reason.isPresent() && (reason.get() != IgnoredReason.SWITCHED_OFF || !controls.isEmpty())) {
            terminal.err().println("overseer: %s is not scanned: %s".formatted(request, Wording.reason(reason.get())));
        }
        return reason.isEmpty();
    }

    private static void requireShape(String value, Pattern shape, String meaning) {
        if (!shape.matcher(value).matches()) {
            throw new UsageException("\"%s\" is not %s".formatted(value, meaning));
        }
    }
}
