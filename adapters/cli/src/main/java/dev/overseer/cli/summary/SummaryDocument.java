package dev.overseer.cli.summary;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.document.Documents;
import java.util.List;

/** A summary as JSON, {@code overseer/summary/1}. */
public final class SummaryDocument {
    private SummaryDocument() {}

    /** Returns the document of a summary. */
    public static ObjectNode of(Summary summary) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("schema", "overseer/summary/1");
        document.put("from", summary.first().map(Documents::time).orElse(null));
        document.put("to", summary.last().map(Documents::time).orElse(null));
        counts(document, summary.all());
        rows(document, "controls", "control", summary.controls().worstFirst());
        ArrayNode checks = document.putArray("checks");
        for (Breakdown.Row row : summary.checks().worstFirst()) {
            String[] parts = row.name().split(" ", 2);
            checks.addObject()
                    .put("control", parts[0])
                    .put("check", parts.length == 1 ? "" : parts[1])
                    .put("fails", row.counts().fails());
        }
        rows(document, "accounts", "account", summary.accounts().worstFirst());
        rows(document, "regions", "region", summary.regions().worstFirst());
        rows(document, "days", "day", summary.days().inOrder());
        rows(document, "principals", "principal", summary.principals().worstFirst());
        ObjectNode ignored = document.putObject("ignored");
        summary.ignored().forEach((reason, count) -> ignored.put(reason.name(), count));
        document.put("seenAgain", summary.seenAgain()).put("unreadable", summary.unreadable());
        ArrayNode unreadable = document.putArray("firstUnreadable");
        summary.firstUnreadable().forEach(reading -> unreadable.add(Documents.unreadable(reading)));
        return document;
    }

    private static void rows(ObjectNode document, String field, String name, List<Breakdown.Row> rows) {
        ArrayNode array = document.putArray(field);
        rows.forEach(row -> counts(array.addObject().put(name, row.name()), row.counts()));
    }

    private static void counts(ObjectNode document, Counts counts) {
        document.put("fails", counts.fails()).put("passes", counts.passes()).put("notJudged", counts.notJudged());
    }
}
