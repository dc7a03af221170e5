package dev.overseer.cli.report;

import java.util.List;
import java.util.Optional;

/**
 * What the template puts into the page. Texts are still to be escaped for HTML, which the template does; what is not visible
 * in them is written out already.
 *
 * @param policy the page's Content-Security-Policy
 * @param data what the script works on, as it may stand in a script element
 * @param chart empty if there is no incident
 * @param picked which incidents the page has
 */
public record ReportView(
        String policy,
        String style,
        String script,
        String data,
        String span,
        String made,
        List<Figure> figures,
        Optional<Chart> chart,
        List<Table> tables,
        List<Exempted> exemptions,
        String exemptionsNote,
        String picked) {
    public ReportView {
        figures = List.copyOf(figures);
        tables = List.copyOf(tables);
        exemptions = List.copyOf(exemptions);
    }

    /**
     * A number that is to be seen first.
     *
     * @param kind how it is coloured: a class of the style sheet, or nothing
     */
    public record Figure(String kind, String number, String what) {}

    /** A rectangle of a bar or chart. */
    public record Rect(String style, String x, String y, String width, String height) {}

    /** What a chart tells when it is pointed at. */
    public record Column(String title, List<Rect> rects) {
        public Column {
            rects = List.copyOf(rects);
        }
    }

    /** An entry of a chart's key. */
    public record Swatch(String style, String name, String number) {}

    /** Outcomes over time. */
    public record Chart(
            String title,
            String width,
            String highest,
            String first,
            String last,
            List<Column> columns,
            List<Swatch> key) {
        public Chart {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    /**
     * A table of numbers, with a bar in each row.
     *
     * @param style a class of the style sheet, or nothing
     * @param columns what the numbers are
     * @param note what is to be known of it; may be blank
     */
    public record Table(String style, String title, String name, List<String> columns, List<Row> rows, String note) {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row of it.
     *
     * @param name in parts between which it may be broken
     */
    public record Row(List<String> name, List<String> numbers, List<Rect> bar) {
        public Row {
            name = List.copyOf(name);
            numbers = List.copyOf(numbers);
            bar = List.copyOf(bar);
        }
    }

    /**
     * An exemption in force.
     *
     * @param soon whether it ends soon
     */
    public record Exempted(
            String left, boolean soon, String until, String control, String subject, String by, String said) {}
}
