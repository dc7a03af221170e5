package dev.overseer.cli;

import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.engine.Undoing;
import dev.overseer.runtime.engine.Undoing.Failed;
import dev.overseer.runtime.engine.Undoing.Planned;
import dev.overseer.runtime.engine.Undoing.Prospect;
import dev.overseer.runtime.engine.Undoing.Undone;
import dev.overseer.runtime.engine.Undoing.Waiting;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.wiring.RuntimeModule;
import dev.overseer.runtime.wiring.Setup;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkException;

/** Takes a remediation back. */
@Command(
        name = "undo",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Brings a resource back to what it was before a remediation, if nobody has changed it since, and has its control"
                        + " leave it alone for a time. Needs what `overseer policy iam --undo` prints. Only what was repaired in place"
                        + " can be undone: of what was deleted, it prints what the ledger has.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer undo mfrggzdfmztwq2lknnwg23tpoa --reason \"breaks the nightly build\" --dry-run",
            "  overseer undo mfrggzdfmztwq2lknnwg23tpoa --reason \"breaks the nightly build\" --for 8h",
            "",
            "Mode, limits and approval do not hold an undo; the kill switch and OVERSEER_MODE do.",
            "What is interrupted goes on when it is run again."
        })
final class UndoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "INCIDENT", description = "Its id, as `overseer incidents` lists it.")
    private String incident = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for those who read the ledger.")
    private String reason = "";

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How long the control leaves the resource alone, such as 4h or P2D. Everybody sees it in `overseer exemptions`."
                            + " Default: 4h.")
    private Duration exemptFor = Duration.ofHours(4);

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Mixin
    private final RoleOptions role = new RoleOptions();

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    @Mixin
    private final LogOption log = new LogOption();

    UndoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        log.apply();
        DurationConverter.positive("--for", exemptFor);
        if (reason.isBlank()) {
            throw new UsageException("--reason is empty. Say why: it is what the ledger will show");
        }
        Clock clock = Clock.systemUTC();
        try (AwsAccess aws = new AwsAccess();
                LedgerOptions.Opened opened = ledger.open(terminal)) {
            Undoing undoing = undoing(aws, opened, clock);
            int status = switch (undoing.prospect(incident)) {
                case Prospect.Closed closed -> closed(closed);
                case Prospect.Open open -> undo(undoing, open, aws, clock);
            };
            terminal.out().flush();
            return status;
        }
    }

    private Undoing undoing(AwsAccess aws, LedgerOptions.Opened opened, Clock clock) {
        Optional<Configuration> configuration = role.narrow(ledger.configuration(terminal), terminal);
        PluginCatalog installed = ledger.installed(terminal);
        DecisionPolicy policy =
                configuration.map(file -> DecisionPolicy.of(file.rules())).orElseGet(DecisionPolicy::dryRun);
        Mandate mandate = ConfiguredControls.mandate(policy, installed, aws::parameters, clock);
        return RuntimeModule.undoing(
                new Setup(
                        ConfiguredControls.of(installed, configuration),
                        mandate,
                        aws.connection(role.role(configuration, terminal).role(), clock),
                        opened.ledger(),
                        new Schedule(Optional.empty(), new Random()),
                        clock,
                        Installation.UNKNOWN),
                opened.ledger());
    }

    private int closed(Prospect.Closed closed) {
        say("%s %s".formatted(incident, closed.reason()));
        closed.before().ifPresent(before -> {
            terminal.err().println("This is the resource as it was:");
            StoryText.pretty(before).lines().forEach(text -> line(Printable.line(text)));
        });
        return ExitStatus.UNRESOLVED;
    }

    private int undo(Undoing undoing, Prospect.Open open, AwsAccess aws, Clock clock) {
        Incident next = open.opened(clock.instant());
        while (true) {
            switch (undoing.preview(open, next)) {
                case Planned planned -> {
                    tell(planned, open.entry().incident());
                    return isOnlyPlanned() ? ExitStatus.LEFT_TO_DO : undo(undoing, open, request(aws), clock);
                }
                case Failed failed -> {
                    return failed(failed);
                }
                case Waiting waiting -> next = waited(waiting);
            }
        }
    }

    private int undo(Undoing undoing, Prospect.Open open, Undoing.Request request, Clock clock) {
        Incident next = open.opened(clock.instant());
        while (true) {
            switch (undoing.advance(open, request, next)) {
                case Undone(Undo undo) -> {
                    tell(undo);
                    return ExitStatus.OK;
                }
                case Failed failed -> {
                    return failed(failed);
                }
                case Waiting waiting -> next = waited(waiting);
            }
        }
    }

    private Undoing.Request request(AwsAccess aws) {
        try {
            return new Undoing.Request(aws.caller().caller().arn(), reason, exemptFor);
        } catch (NoRoleException | SdkException unknown) {
            throw new UsageException("Nothing is undone, since it cannot be told by whom: " + unknown.getMessage());
        }
    }

    private boolean isOnlyPlanned() {
        boolean held = EnforceOptions.vote(terminal)
                .map(vote -> vote.mode() != Mode.ENFORCE)
                .orElse(false);
        if (held && !dryRun) {
            say("nothing is undone, since OVERSEER_MODE holds it back");
        }
        return dryRun || held;
    }

    private Incident waited(Waiting waiting) {
        terminal.err()
                .println(Printable.line(
                        "waiting for %s; again in %s".formatted(waiting.reason(), Durations.text(waiting.delay()))));
        try {
            Thread.sleep(waiting.delay());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UsageException("The undo was interrupted. Run it again, and it goes on");
        }
        return waiting.incident();
    }

    private void tell(Planned planned, Incident remediated) {
        terminal.err()
                .println(Printable.line("%s %s in %s/%s: %s"
                        .formatted(
                                remediated.control(),
                                remediated.target().id(),
                                remediated.target().account(),
                                remediated.target().region(),
                                planned.calls().isEmpty() ? planned.summary() : "an undo calls")));
        planned.calls().forEach(call -> terminal.err().println("  " + Printable.line(call)));
        terminal.err()
                .println("and exempts it from %s for %s".formatted(remediated.control(), Durations.text(exemptFor)));
    }

    private void tell(Undo undo) {
        line("%s  undone: %s"
                .formatted(
                        incident,
                        Printable.line(undo.end().map(Undo.End::summary).orElse(""))));
        line("    exempt from %s until %s, for all hosts of this ledger"
                .formatted(undo.control(), Documents.time(undo.until())));
    }

    private int failed(Failed failed) {
        say("%s is not undone: %s".formatted(incident, failed.reason()));
        return ExitStatus.UNRESOLVED;
    }

    private void say(String text) {
        terminal.err().println(Printable.line("overseer: " + text));
    }

    private void line(String text) {
        terminal.out().print(text + "\n");
    }
}
