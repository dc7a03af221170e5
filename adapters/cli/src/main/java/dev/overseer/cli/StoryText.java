package dev.overseer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.StoryDocument;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Transition;
import dev.overseer.runtime.ledger.Undo;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Prints an incident's story for a person. Whatever comes from outside is escaped here. */
final class StoryText {
    private final PrintStream out;

    StoryText(PrintStream out) {
        this.out = out;
    }

    private record Moment(Instant at, String text) {}

    void print(ShowCommand.Story story) {
        head(story);
        line("");
        moments(story).forEach(moment -> line("  %s  %s".formatted(Documents.time(moment.at()), moment.text())));
        findings(story.entry());
        story.writes().stream()
                .findFirst()
                .ifPresent(first -> before(first.intent().preState()));
    }

    private void head(ShowCommand.Story story) {
        IncidentEntry entry = story.entry();
        Incident incident = entry.incident();
        field("incident", incident.id() + "  " + entry.state());
        field(
                "control",
                "%s  %s, by %s"
                        .formatted(
                                incident.control(),
                                entry.ruling().mode().configurationName(),
                                entry.ruling().said()));
        field(
                "target",
                "%s %s in %s/%s"
                        .formatted(
                                incident.target().type(),
                                incident.target().id(),
                                incident.target().account(),
                                incident.target().region()));
        cause(incident.cause());
        story.leave().ifPresent(leave -> field("follows", release(leave, leave.predecessor())));
        story.released().ifPresent(leave -> field("followed by", release(leave, leave.successor())));
        story.undo().ifPresent(undo -> field("undo", undo(undo)));
        field("judged by", installation(entry));
        field("ended", EntryTable.summary(entry));
    }

    private void cause(Cause cause) {
        switch (cause) {
            case Cause.Reported(CloudTrailEvent event, boolean creation) -> {
                field("event", "%s at %s  %s".formatted(event.name(), Documents.time(event.time()), event.id()));
                field("caused by", event.principal());
            }
            case Cause.Swept(Instant startedAt) -> field("found by", "the sweep of " + Documents.time(startedAt));
        }
    }

    private static String release(Release leave, String other) {
        return "%s, %s by %s at %s: %s"
                .formatted(
                        other,
                        leave.kind().name().toLowerCase(Locale.ROOT),
                        leave.by(),
                        Documents.time(leave.at()),
                        leave.reason());
    }

    /** Returns an undo in words. */
    static String undo(Undo undo) {
        String by = "by %s at %s: %s".formatted(undo.by(), Documents.time(undo.at()), undo.reason());
        String until = "; exempt until " + Documents.time(undo.until());
        return undo.end()
                .map(end -> switch (end.result()) {
                    case UNDONE -> "undone %s%s".formatted(by, until);
                    case UNDONE_IN_PART -> "undone in part %s%s; %s".formatted(by, until, end.summary());
                    case NOT_UNDONE -> "not undone %s; %s".formatted(by, end.summary());
                })
                .orElseGet(() -> "under way, begun %s%s".formatted(by, until));
    }

    private static String installation(IncidentEntry entry) {
        String configuration = entry.installation().configuration();
        String plugins = entry.installation().plugins().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(plugin -> ", %s %s".formatted(plugin.getKey(), plugin.getValue()))
                .reduce("", String::concat);
        return "overseer %s%s%s"
                .formatted(
                        entry.installation().framework(),
                        plugins,
                        configuration.isEmpty()
                                ? ", without a configuration file"
                                : ", configuration " + configuration);
    }

    private static List<Moment> moments(ShowCommand.Story story) {
        Moment opened = new Moment(story.entry().incident().openedAt(), "opened");
        Stream<Moment> looks =
                story.transitions().stream().map(transition -> new Moment(transition.at(), text(transition)));
        Stream<Moment> calls =
                story.writes().stream().map(write -> new Moment(write.intent().at(), text(write)));
        Stream<Moment> undoing =
                story.undoing().stream().map(write -> new Moment(write.intent().at(), "to undo, " + text(write)));
        return Stream.of(Stream.of(opened), calls, looks, undoing)
                .flatMap(each -> each)
                .sorted(Comparator.comparing(Moment::at))
                .toList();
    }

    private static String text(Transition transition) {
        return "%s after look %d: %s"
                .formatted(transition.state(), transition.looks(), Printable.line(transition.detail()));
    }

    private static String text(JournaledWrite write) {
        String detail = StoryDocument.detail(write);
        return "called %s%s: %s%s"
                .formatted(
                        write.intent().action(),
                        write.attempt() == 1 ? "" : ", attempt " + write.attempt(),
                        StoryDocument.result(write),
                        detail.isEmpty() ? "" : " (" + Printable.line(detail) + ")");
    }

    private void findings(IncidentEntry entry) {
        if (!EntryTable.findings(entry).isEmpty()) {
            line("");
            line("What was wrong");
            EntryTable.findings(entry)
                    .forEach(finding -> line(
                            "  %s: %s".formatted(Printable.line(finding.check()), Printable.line(finding.message()))));
        }
    }

    private void before(String preState) {
        line("");
        line("The resource before the first write");
        pretty(preState).lines().forEach(text -> line("  " + Printable.line(text)));
    }

    /** Returns a document over several lines; what is no document, as it is. */
    static String pretty(String json) {
        try {
            JsonMapper mapper = new JsonMapper();
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json));
        } catch (JsonProcessingException damaged) {
            return json;
        }
    }

    private void field(String name, String value) {
        line("%-12s %s".formatted(name, Printable.line(value)));
    }

    private void line(String text) {
        out.print(text + "\n");
    }
}
