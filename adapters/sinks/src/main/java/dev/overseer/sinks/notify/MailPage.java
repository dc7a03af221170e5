package dev.overseer.sinks.notify;

import dev.overseer.sinks.notify.Letter.Block;
import dev.overseer.sinks.notify.Letter.Copied;
import dev.overseer.sinks.notify.Letter.Fact;
import dev.overseer.sinks.notify.Letter.Facts;
import dev.overseer.sinks.notify.Letter.Mood;
import dev.overseer.sinks.notify.Letter.Points;
import dev.overseer.sinks.notify.Letter.Table;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A letter as HTML for mail programs: one column, no script, no picture, no link, nothing from any other host. Where a
 * program ignores the style it is still in order.
 */
final class MailPage {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
            <title>Overseer</title>
            <style>
            body { margin: 0; padding: 16px 8px; background: #f3f4f6; color: #1b1f24; font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
            .letter { max-width: 640px; margin: 0 auto; background: #ffffff; border: 1px solid #d8dde3; border-top: 4px solid #64748b; border-radius: 6px; padding: 16px 16px 20px; }
            .WARNING { border-top-color: #d97706; } .ALARM { border-top-color: #dc2626; }
            h1 { font-size: 20px; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere; }
            h2 { font-size: 14px; margin: 20px 0 4px; }
            p { margin: 0; color: #5b6470; overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%%; margin: 12px 0 0; }
            th, td { text-align: left; vertical-align: top; padding: 6px 8px 6px 0; border-bottom: 1px solid #e5e8ec; overflow-wrap: anywhere; font-size: 14px; }
            th { width: 72px; color: #5b6470; font-weight: 600; font-size: 13px; line-height: 22px; overflow-wrap: normal; }
            .n { text-align: right; padding-right: 0; white-space: nowrap; } .counts th { width: auto; } .counts td + td { white-space: nowrap; }
            ul { margin: 4px 0 0; padding-left: 20px; } li { overflow-wrap: anywhere; font-size: 14px; margin: 0 0 4px; }
            pre { margin: 8px 0 0; padding: 10px 12px; background: #f3f4f6; border-radius: 4px; font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
            @media (prefers-color-scheme: dark) {
              body { background: #14171b; color: #e6e9ed; } .letter { background: #1d2127; border-color: #343b44; border-top-color: #94a3b8; }
              .WARNING { border-top-color: #f59e0b; } .ALARM { border-top-color: #f87171; }
              p, th { color: #9aa4b0; } th, td { border-color: #343b44; } pre { background: #14171b; }
            }
            </style>
            </head>
            <body>
            <div class="letter %s">
            <h1>%s</h1>
            <p>%s.</p>
            %s</div>
            </body>
            </html>
            """;

    private MailPage() {}

    static String of(Letter letter) {
        return Html.of(
                        PAGE,
                        mood(letter.mood()),
                        Html.text(letter.headline()),
                        Html.text(letter.title()),
                        Html.join(letter.blocks().stream().map(MailPage::block)))
                .source();
    }

    private static Html mood(Mood mood) {
        return Html.text(mood.name());
    }

    private static Html block(Block block) {
        return switch (block) {
            case Facts(List<Fact> facts) ->
                Html.of("<table>\n%s</table>\n", Html.join(facts.stream().map(MailPage::fact)));
            case Points(String title, List<String> points) ->
                Html.of(
                        "<h2>%s</h2>\n<ul>\n%s</ul>\n",
                        Html.text(title),
                        Html.join(points.stream().map(point -> Html.of("<li>%s</li>\n", Html.text(point)))));
            case Copied(String title, String text) ->
                Html.of("<h2>%s</h2>\n<pre>%s</pre>\n", Html.text(title), Html.text(text));
            case Table table -> table(table);
        };
    }

    private static Html fact(Fact fact) {
        return Html.of(
                "<tr><th>%s</th><td>%s</td></tr>\n",
                Html.text(fact.name()),
                Html.join(Html.of("<br>"), fact.lines().stream().map(Html::breaking)));
    }

    private static Html table(Table table) {
        return Html.of(
                "<table class=\"counts\">\n<tr>%s</tr>\n%s</table>\n",
                cells(table.columns(), true),
                Html.join(table.rows().stream().map(row -> Html.of("<tr>%s</tr>\n", cells(row, false)))));
    }

    private static Html cells(List<String> texts, boolean head) {
        return Html.join(IntStream.range(0, texts.size())
                .mapToObj(column -> cell(Html.text(texts.get(column)), head, column == texts.size() - 1)));
    }

    private static Html cell(Html text, boolean head, boolean number) {
        if (head) {
            return number ? Html.of("<th class=\"n\">%s</th>", text) : Html.of("<th>%s</th>", text);
        }
        return number ? Html.of("<td class=\"n\">%s</td>", text) : Html.of("<td>%s</td>", text);
    }
}
