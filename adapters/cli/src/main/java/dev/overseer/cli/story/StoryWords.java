package dev.overseer.cli.story;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.document.Documents;
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
import dev.overseer.runtime.ledger.WriteResult;
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
        fields.add(new Field("control", incident.control() + "  " + ruling(entry.ruling())));
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
        fields.addAll(standing(entry.standing()));
        return fields;
    }

    /** Returns what happened, in order. */
    public static List<Moment> moments(Story story) {
        Stream<Moment> looks =
                story.transitions().stream().map(transition -> new Moment(transition.at(), text(transition)));
        Stream<Moment> calls =
                story.writes().stream().map(write -> new Moment(write.intent().at(), text(write)));
        Stream<Moment> released = story.released().stream()
                .map(leave -> new Moment(
                        leave.at(),
                        "%s by %s, and goes on as %s".formatted(kind(leave), leave.by(), leave.successor())));
        Stream<Moment> undoing =
                story.undoing().stream().map(write -> new Moment(write.intent().at(), "to undo, " + text(write)));
        Stream<Moment> undone = story.undo().flatMap(Undo::end).stream()
                .map(end -> new Moment(end.at(), result(end.result()) + ": " + end.summary()));
        return Stream.of(Stream.of(opened(story)), calls, looks, released, undoing, undone)
                .flatMap(each -> each)
                .sorted(Comparator.comparing(Moment::at))
                .toList();
    }

    /** Returns how far a control may go, and whose word that is. */
    public static String ruling(Ruling ruling) {
        return "%s (%s)".formatted(ruling.mode().configurationName(), ruling.said());
    }

    /** Returns why an incident stands where it does. */
    public static String summary(IncidentEntry entry) {
        return Transition.of(entry).detail();
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
                .map(end -> result(end.result())
                        + switch (end.result()) {
                            case UNDONE -> " %s%s".formatted(by, until);
                            case UNDONE_IN_PART -> " %s%s; %s".formatted(by, until, end.summary());
                            case NOT_UNDONE -> " %s; %s".formatted(by, end.summary());
                        })
                .orElseGet(() -> "under way, begun %s%s".formatted(by, until));
    }

    private static String result(Undo.Result result) {
        return switch (result) {
            case UNDONE -> "undone";
            case UNDONE_IN_PART -> "undone in part";
            case NOT_UNDONE -> "not undone";
        };
    }

    /** What an event opened is opened anew when the event comes again; the ledger then has the last time. */
    private static Moment opened(Story story) {
        Instant at = story.entry().incident().openedAt();
        boolean again =
                story.transitions().stream().anyMatch(earlier -> earlier.at().isBefore(at));
        return new Moment(at, again ? "opened again: its event came again" : "opened");
    }

    private static List<Field> standing(Standing standing) {
        return switch (standing) {
            case Standing.Over(Outcome outcome) -> List.of(new Field("ended", outcome.summary()));
            case Standing.Open open -> {
                List<Field> fields = new ArrayList<>();
                fields.add(new Field("waits for", open.awaited()));
                fields.add(new Field("next look", Documents.time(open.nextLook())));
                open.limit().ifPresent(limit -> fields.add(new Field("deadline", Documents.time(limit))));
                yield fields;
            }
        };
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
                .formatted(other, kind(leave), leave.by(), Documents.time(leave.at()), leave.reason());
    }

    private static String kind(Release leave) {
        return leave.kind().name().toLowerCase(Locale.ROOT);
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
        return "called %s%s: %s"
                .formatted(
                        write.intent().action(),
                        write.attempt() == 1 ? "" : ", attempt " + write.attempt(),
                        write.result().map(StoryWords::text).orElse("not answered yet, or its host has crashed"));
    }

    private static String text(WriteResult result) {
        return switch (result) {
            case WriteResult.Answered(String requestId) -> "answered (request %s)".formatted(requestId);
            case WriteResult.Refused(String error) -> "refused (%s)".formatted(error);
            case WriteResult.Unknown(String error) -> "unknown (%s)".formatted(error);
        };
    }
}
