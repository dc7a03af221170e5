package dev.overseer.cli;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.cli.page.PatternText;
import dev.overseer.cli.story.StoryWords;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.engine.OfflineJudge;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Explains what became of an event. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Explains what became of an event: from the ledger, and where the event is at hand also which pattern,"
                        + " mode, scope or exemption decides. Ignored events and resources that were compliant at first sight are in"
                        + " no ledger: name the files that hold them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer why 0d5c1f8e-2a0b-4f9e-8a55-6f2f1b0c7d11",
            "  overseer why 0d5c1f8e-2a0b-4f9e-8a55-6f2f1b0c7d11 logs/"
        })
final class WhyCommand implements Callable<Integer> {
    private static final int LONGEST_NAME = 60;

    private final Terminal terminal;
    private final OfflineJudge judge = new OfflineJudge();

    @Parameters(index = "0", paramLabel = "EVENT-ID", description = "The eventID of a CloudTrail record.")
    private String eventId = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE|DIR|-",
            description = "Where to look for the event, in any form that evaluate reads.")
    private List<String> inputs = List.of();

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    private boolean found;

    WhyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        fromLedger();
        if (!inputs.isEmpty()) {
            fromFiles();
        }
        terminal.out().flush();
        if (!found) {
            throw new UsageException(
                    inputs.isEmpty()
                            ? "The ledger has no incident of event %s. It was ignored, was compliant at first sight, or never came. Name the files that hold it: overseer why %s FILE…"
                                    .formatted(eventId, eventId)
                            : "Neither the ledger nor the files have an event %s".formatted(eventId));
        }
        return ExitStatus.OK;
    }

    private void fromLedger() {
        // With files at hand, a ledger that does not exist yet is nothing to complain of.
        if (!inputs.isEmpty() && !ledger.exists(terminal)) {
            return;
        }
        try (LedgerOptions.Opened opened = ledger.open(terminal)) {
            for (IncidentEntry entry : opened.ledger().ofEvent(eventId)) {
                tell(entry);
                opened.ledger()
                        .undo(entry.incident().id())
                        .ifPresent(undo -> line("    undo: " + Printable.line(StoryWords.undo(undo))));
            }
        }
    }

    private void tell(IncidentEntry entry) {
        found = true;
        line("%s  %s  %s in %s/%s: incident %s"
                .formatted(
                        entry.state(),
                        entry.incident().control(),
                        Printable.line(entry.incident().target().id(), LONGEST_NAME),
                        entry.incident().target().account(),
                        entry.incident().target().region(),
                        entry.incident().id()));
        line("    " + Printable.line(StoryWords.summary(entry)));
        line("    mode %s; %s %s"
                .formatted(
                        StoryWords.ruling(entry.ruling()),
                        entry.standing() instanceof IncidentEntry.Standing.Over ? "closed at" : "waits since",
                        Documents.time(entry.at())));
    }

    private void fromFiles() {
        PluginCatalog catalog = ledger.catalog(terminal);
        EventRouter router = new EventRouter(catalog.routable());
        DecisionPolicy policy = ledger.rules(terminal)
                .map(DecisionPolicy::of)
                .orElseGet(DecisionPolicy::dryRun)
                .offUnlessListed(catalog.offUnlessListed());
        new InputFiles(inputs).read(new EventReader(router), terminal.in(), reading -> {
            switch (reading) {
                case Reading.Ignored(IgnoredReason reason, EventRow row)
                when row.id().equals(eventId) -> tellIgnored(reason, row, catalog);
                case Reading.Routed routed
                when routed.event().id().equals(eventId) ->
                    routed.routes().forEach(route -> tell(route, routed.event(), catalog, policy));
                case Reading.Unreadable unreadable ->
                    terminal.err().println(Printable.line("overseer: " + new Wording(false).unreadable(unreadable)));
                case Reading.Ignored another -> {}
                case Reading.Routed another -> {}
                case Reading.Sweep sweep -> {}
                case Reading.Resumed resumed -> {}
            }
        });
    }

    private void tellIgnored(IgnoredReason reason, EventRow row, PluginCatalog catalog) {
        found = true;
        line("%s  %s of %s at %s by %s"
                .formatted(
                        reason,
                        Printable.line(row.name(), LONGEST_NAME),
                        Printable.line(row.source(), LONGEST_NAME),
                        row.time(),
                        Printable.line(row.principal())));
        line("    "
                + switch (reason) {
                    case NO_CONTROL -> unselected(row, catalog);
                    case FAILED_CALL -> "the call failed, so nothing was made or changed";
                    case SWITCHED_OFF, OUT_OF_SCOPE, NO_TARGET, NO_SIMULATOR, QUARANTINED -> Wording.reason(reason);
                });
    }

    /** A pattern that names the call looks at more than that, or at who sent the event. */
    private static String unselected(EventRow row, PluginCatalog catalog) {
        List<String> near = catalog.controls().stream()
                .flatMap(control -> control.descriptor().patterns().stream()
                        .filter(pattern -> PatternText.names(pattern, row.source(), row.name()))
                        .map(pattern -> "%s by %s".formatted(control.id(), PatternText.json(pattern))))
                .toList();
        return near.isEmpty()
                ? "no pattern of an installed control selects it. Installed: "
                        + catalog.controls().stream().map(RegisteredControl::id).collect(Collectors.joining(", "))
                : "its call is named, but it is not selected, " + String.join(", ", near);
    }

    private void tell(Reading.Route route, CloudTrailEvent event, PluginCatalog catalog, DecisionPolicy policy) {
        found = true;
        Optional<RegisteredControl<?>> control = catalog.find(route.control());
        if (control.isEmpty()) {
            line("QUARANTINED  %s: `overseer plugins --check` says why".formatted(route.control()));
            return;
        }
        List<ResourceRef> targets = control.get().control().targets(event);
        if (targets.isEmpty()) {
            line("NO_TARGET  %s: the event names no resource".formatted(route.control()));
        }
        targets.forEach(target -> tell(control.get(), target, event, policy));
    }

    private void tell(RegisteredControl<?> control, ResourceRef target, CloudTrailEvent event, DecisionPolicy policy) {
        line("%s is selected for %s in %s/%s"
                .formatted(control.id(), Printable.line(target.id(), LONGEST_NAME), target.account(), target.region()));
        control.descriptor().patterns().stream()
                .filter(pattern -> PatternText.names(pattern, event.source(), event.name()))
                .forEach(pattern -> line("    by its pattern " + PatternText.of(pattern)));
        line("    mode " + reach(control.id(), target, policy));
        line("    " + Printable.line(verdict(judge.judge(control, target, event))));
        exemption(control.id(), target, event, policy)
                .ifPresent(exemption ->
                        line("    exempt now: %s (%s)".formatted(Printable.line(exemption.text()), exemption.said())));
    }

    private static String reach(String control, ResourceRef target, DecisionPolicy policy) {
        Ruling ruling = policy.ruling(control, target.account(), target.region());
        String words = StoryWords.ruling(ruling);
        if (ruling.mode() == Mode.OFF) {
            return words + ": the event is ignored as SWITCHED_OFF";
        }
        return policy.covers(target.account(), target.region())
                ? words
                : words
                        + ", but the configuration allows other accounts or regions: the event is ignored as OUT_OF_SCOPE";
    }

    private static Optional<Exemption> exemption(
            String control, ResourceRef target, CloudTrailEvent event, DecisionPolicy policy) {
        Instant now = Clock.systemUTC().instant();
        return policy.exemption(control, target, Optional.of(event), Map::of, now);
    }

    private static String verdict(Judgement judgement) {
        return switch (judgement.verdict()) {
            case PASSES -> "passes every check by its event";
            case NOT_JUDGED -> "its event does not tell about " + String.join(", ", judgement.notJudged());
            case FAILS ->
                "fails by its event: "
                        + judgement.findings().stream().map(Finding::message).collect(Collectors.joining(", "));
        };
    }

    private void line(String text) {
        terminal.out().print(text + "\n");
    }
}
