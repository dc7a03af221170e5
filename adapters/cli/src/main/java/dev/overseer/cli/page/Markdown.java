package dev.overseer.cli.page;

import dev.overseer.runtime.event.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Builds a page of Markdown that also reads well as it is. For one thread. */
final class Markdown {
    private final StringBuilder page = new StringBuilder();

    Markdown heading(int level, String text) {
        return block("#".repeat(level) + " " + text);
    }

    Markdown paragraph(String text) {
        return block(text);
    }

    Markdown bullets(List<String> items) {
        return block(items.stream().map(item -> "- " + item).collect(Collectors.joining("\n")));
    }

    Markdown yaml(String text) {
        return block("```yaml\n" + text + "```");
    }

    /** Adds a table, with columns as wide as their widest cell. */
    Markdown table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(rows);
        all.addFirst(header);
        int[] widths = IntStream.range(0, header.size())
                .map(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines =
                new ArrayList<>(all.stream().map(row -> row(row, widths)).toList());
        lines.add(1, row(IntStream.of(widths).mapToObj("-"::repeat).toList(), widths));
        return block(String.join("\n", lines));
    }

    String text() {
        return page.toString();
    }

    /** Returns text of a plugin so that it is shown as it is. */
    static String plain(String text) {
        return Printable.line(text).replaceAll("[\\\\`*_<|\\[\\]]", "\\\\$0");
    }

    /** Returns a word of a plugin as code. */
    static String code(String text) {
        return "`" + Printable.line(text).replace('`', '\'').replace("|", "\\|") + "`";
    }

    private Markdown block(String text) {
        page.append(page.isEmpty() ? "" : "\n").append(text).append('\n');
        return this;
    }

    private static String row(List<String> cells, int... widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> cells.get(column)
                        + " ".repeat(widths[column] - cells.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
