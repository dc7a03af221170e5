package dev.overseer.cli.story;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.StoryDocument;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Story;
import dev.overseer.runtime.ledger.Transition;
import dev.overseer.runtime.ledger.Undo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** An incident's story in words. Whatever it quotes is still to be escaped. */
public final class StoryWords {
    private StoryWords() {}

    /** Something that is known of an incident. */
    public record Field(String name, String value) {}

    /** Something that happened. */
    public record Moment(Instant at, String text) {}

    /** Returns what is known of an incident. */
    public static List<Field> head(Story story) {
        IncidentEntry entry = story.entry();
        Incident incident = entry.incident();
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("incident", incident.id() + "  " + entry.state()));
        fields.add(new Field(
                "control",
                "%s  %s, by %s"
                        .formatted(
                                incident.control(),
                                entry.ruling().mode().configurationName(),
                                entry.ruling().said())));
        fields.add(new Field(
                "target",
                "%s %s in %s/%s"
                        .formatted(
                                incident.target().type(),
                                incident.target().id(),
                                incident.target().account(),
                                incident.target().region())));
        fields.addAll(cause(incident.cause()));
        story.leave().ifPresent(leave -> fields.add(new Field("follows", release(leave, leave.predecessor()))));
        story.released().ifPresent(leave -> fields.add(new Field("followed by", release(leave, leave.successor()))));
        story.undo().ifPresent(undo -> fields.add(new Field("undo", undo(undo))));
        fields.add(new Field("judged by", installation(entry)));
        fields.add(new Field("ended", summary(entry)));
        return fields;
    }

    /** Returns what happened, in order. */
    public static List<Moment> moments(Story story) {
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

    /** Returns why an incident stands where it does. */
    public static String summary(IncidentEntry entry) {
        return switch (entry.standing()) {
            case Standing.Open open ->
                "waits for %s until %s".formatted(open.awaited(), Documents.time(open.nextLook()));
            case Standing.Over(Outcome outcome) -> outcome.summary();
        };
    }

    /** Returns what was wrong. */
    public static List<Finding> findings(IncidentEntry entry) {
        return switch (entry.standing()) {
            case Standing.Open open -> open.findings();
            case Standing.Over(Outcome outcome) -> outcome.findings();
        };
    }

    /** Returns an undo in words. */
    public static String undo(Undo undo) {
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

    private static List<Field> cause(Cause cause) {
        return switch (cause) {
            case Cause.Reported(CloudTrailEvent event, boolean creation) ->
                List.of(
                        new Field(
                                "event",
                                "%s at %s  %s".formatted(event.name(), Documents.time(event.time()), event.id())),
                        new Field("caused by", event.principal()));
            case Cause.Swept(Instant startedAt) ->
                List.of(new Field("found by", "the sweep of " + Documents.time(startedAt)));
        };
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

    private static String text(Transition transition) {
        return "%s after look %d: %s".formatted(transition.state(), transition.looks(), transition.detail());
    }

    private static String text(JournaledWrite write) {
        String detail = StoryDocument.detail(write);
        return "called %s%s: %s%s"
                .formatted(
                        write.intent().action(),
                        write.attempt() == 1 ? "" : ", attempt " + write.attempt(),
                        StoryDocument.result(write),
                        detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
