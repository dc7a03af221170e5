package dev.overseer.sinks.notify;

import dev.overseer.sinks.notify.Letter.Block;
import dev.overseer.sinks.notify.Letter.Copied;
import dev.overseer.sinks.notify.Letter.Facts;
import dev.overseer.sinks.notify.Letter.Points;
import dev.overseer.sinks.notify.Letter.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A letter without any markup. */
final class PlainText {
    private static final String INDENT = "  ";

    private PlainText() {}

    static String of(Letter letter) {
        return "%s\n%s.\n%s"
                .formatted(
                        letter.headline(),
                        letter.title(),
                        letter.blocks().stream().map(PlainText::block).collect(Collectors.joining()));
    }

    private static String block(Block block) {
        return switch (block) {
            case Facts(var facts) ->
                "\n"
                        + facts.stream()
                                .map(fact -> "%-8s  %s\n".formatted(fact.name(), String.join(", ", fact.lines())))
                                .collect(Collectors.joining());
            case Points(String title, List<String> points) ->
                "\n%s:\n%s"
                        .formatted(
                                title,
                                points.stream()
                                        .map(point -> "- %s\n".formatted(point))
                                        .collect(Collectors.joining()));
            case Copied(String title, String text) -> "\n%s:\n\n%s".formatted(title, text);
            case Table table -> "\n" + rows(table);
        };
    }

    private static String rows(Table table) {
        int[] widths = IntStream.range(0, table.columns().size())
                .map(column -> table.rows().stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return table.rows().stream()
                .map(row -> INDENT + row(row, widths) + "\n")
                .collect(Collectors.joining());
    }

    /** Numbers end where numbers end. */
    private static String row(List<String> row, int[] widths) {
        int last = row.size() - 1;
        return IntStream.rangeClosed(0, last)
                .mapToObj(column -> {
                    String padding = " ".repeat(widths[column] - row.get(column).length());
                    return column == last ? padding + row.get(column) : row.get(column) + padding;
                })
                .collect(Collectors.joining(INDENT));
    }
}
