package dev.overseer.cli;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One line a result, in columns, and a summary. Whatever comes from outside is escaped here. */
final class TextResults implements Results {
    private static final int LABEL_WIDTH = 10;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_TEXT = 300;
    private static final int LEAST_ROOM = 40;
    private static final String GAP = "  ";
    private static final int INDENT = LABEL_WIDTH + GAP.length();

    private final PrintStream out;
    private final Layout layout;
    private final List<Row> held = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private final Map<Label, Long> totals = new EnumMap<>(Label.class);
    private final Map<IgnoredReason, Long> ignored = new EnumMap<>(IgnoredReason.class);
    private int controlWidth;
    private int nameWidth;
    private boolean printed;

    TextResults(PrintStream out, Layout layout) {
        this.out = out;
        this.layout = layout;
    }

    /**
     * How the text looks.
     *
     * @param verbose whether ignored events, accounts and regions are listed
     * @param width in columns; only what a person has to act on is broken there
     * @param heldBack how many lines to keep back so that their columns fit one another; 0 where results are awaited
     */
    record Layout(Wording wording, boolean verbose, boolean coloured, int width, int heldBack) {}

    /** A line in the making; escaped. */
    private record Row(Label label, String control, String name, String place, String text) {}

    @Override
    public void add(Result result) {
        count(result);
        row(result).ifPresent(row -> {
            held.add(row);
            if (held.size() > layout.heldBack()) {
                release();
            }
        });
    }

    @Override
    public void finish(long events) {
        release();
        if (printed) {
            line("");
        }
        String more = layout.verbose() ? "" : " (-v lists them)";
        Map<IgnoredReason, Long> usual = new EnumMap<>(ignored);
        Long quarantined = usual.remove(IgnoredReason.QUARANTINED);
        if (!usual.isEmpty()) {
            String reasons = usual.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + Wording.reason(entry.getKey()))
                    .collect(Collectors.joining(", "));
            line("ignored %d: %s%s".formatted(total(Label.IGNORED), reasons, more));
        }
        if (quarantined != null) {
            line("quarantined %d: `overseer plugins --check` says why%s".formatted(quarantined, more));
        }
        line(total(events));
        out.flush();
    }

    private void count(Result result) {
        totals.merge(label(result), 1L, Long::sum);
        if (result instanceof Result.Ignored(IgnoredReason reason, EventRow row)) {
            ignored.merge(reason, 1L, Long::sum);
        }
    }

    private static Label label(Result result) {
        return switch (result) {
            case Result.Closed closed -> Label.of(closed.outcome().kind());
            case Result.Suspended suspended -> Label.SUSPENDED;
            case Result.Judged judged -> Label.of(judged.judgement().verdict());
            case Result.Ignored ignored ->
                ignored.reason() == IgnoredReason.QUARANTINED ? Label.QUARANTINED : Label.IGNORED;
            case Result.Unreadable unreadable -> Label.UNREADABLE;
            case Result.NotSwept notSwept -> Label.FAILED;
            case Result.SeenAgain seenAgain -> Label.SEEN_AGAIN;
        };
    }

    private Optional<Row> row(Result result) {
        Wording wording = layout.wording();
        return switch (result) {
            case Result.Closed(var incident, var outcome) ->
                Optional.of(row(
                        Label.of(outcome.kind()),
                        incident.control(),
                        incident.target(),
                        wording.closed(incident, outcome)));
            case Result.Suspended(var incident, var reason) ->
                Optional.of(row(Label.SUSPENDED, incident.control(), incident.target(), wording.suspended(reason)));
            case Result.Judged(var control, var target, var event, var judgement) ->
                Optional.of(row(Label.of(judgement.verdict()), control, target, wording.judged(judgement)));
            case Result.Ignored(var reason, var event) when layout.verbose() -> Optional.of(row(reason, event));
            case Result.Unreadable(var reading) ->
                Optional.of(new Row(Label.UNREADABLE, "", "", "", Printable.line(wording.unreadable(reading))));
            case Result.NotSwept(var request, var reason) ->
                Optional.of(row(Label.FAILED, request.control(), request.place(), "cannot be swept: " + reason));
            case Result.Ignored unlisted -> Optional.empty();
            case Result.SeenAgain seenAgain -> Optional.empty();
        };
    }

    private Row row(Label label, String control, ResourceRef target, String text) {
        String place = target.account() + "/" + target.region();
        places.add(place);
        return row(label, control, target.id(), place, text);
    }

    private Row row(IgnoredReason reason, EventRow event) {
        String place = event.account() + "/" + event.region();
        return row(
                Label.IGNORED,
                Wording.reason(reason),
                event.name(),
                place,
                layout.wording().ignored(event));
    }

    private Row row(Label label, String control, String name, String place, String text) {
        Row row = new Row(
                label,
                Printable.line(control, LONGEST_NAME),
                Printable.line(name, LONGEST_NAME),
                Printable.line(place, LONGEST_NAME),
                isWhole(label) ? Printable.line(text) : Printable.line(text, LONGEST_TEXT));
        controlWidth = Math.max(controlWidth, row.control().length());
        nameWidth = Math.max(nameWidth, row.name().length());
        return row;
    }

    /** What a person has to act on is never cut. */
    private static boolean isWhole(Label label) {
        return switch (label) {
            case FAILED, HELD, TIMED_OUT, UNREADABLE -> true;
            case REMEDIATED,
                    COMPLIANT,
                    EXEMPT,
                    GONE,
                    STALE,
                    PASSES,
                    FAILS,
                    NOT_JUDGED,
                    PLANNED,
                    SUSPENDED,
                    SEEN_AGAIN,
                    QUARANTINED,
                    IGNORED -> false;
        };
    }

    private void release() {
        held.forEach(this::print);
        held.clear();
        if (layout.heldBack() == 0) {
            out.flush();
        }
    }

    private void print(Row row) {
        printed = true;
        String columns = columns(row);
        String label = row.label().text(layout.coloured())
                + " ".repeat(LABEL_WIDTH - row.label().name().length())
                + GAP;
        if (!isWhole(row.label())) {
            line(label + columns + row.text());
            return;
        }
        boolean roomy = layout.width() - INDENT - columns.length() >= LEAST_ROOM;
        int indent = roomy ? INDENT + columns.length() : INDENT;
        List<String> parts = broken(row.text(), layout.width() - indent);
        line(label + (roomy ? columns + parts.removeFirst() : columns.stripTrailing()));
        parts.forEach(part -> line(" ".repeat(indent) + part));
    }

    private String columns(Row row) {
        if (row.control().isEmpty()) {
            return "";
        }
        boolean placed = layout.verbose() || places.size() > 1;
        return padded(row.control(), controlWidth)
                + padded(row.name(), nameWidth)
                + (placed ? padded(row.place(), row.place().length()) : "");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length())) + GAP;
    }

    /** Breaks a text at its spaces, or where it must be, into lines of at most a number of characters. */
    private static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int cut = space > 0 ? space : width - (Character.isLowSurrogate(rest.charAt(width)) ? 1 : 0);
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private String total(long events) {
        String parts = totals.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().counted())
                .collect(Collectors.joining(", "));
        String counted = layout.wording().counted();
        return "%d %s".formatted(events, events == 1 ? counted : counted + "s") + (parts.isEmpty() ? "" : ": " + parts);
    }

    private long total(Label label) {
        return totals.getOrDefault(label, 0L);
    }

    private void line(String text) {
        out.print(text + "\n");
    }
}
