package dev.overseer.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.cli.html.Numbers;
import dev.overseer.cli.story.StoryWords;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Story;
import java.util.List;

/** Incidents with their stories, as the page's script finds them: ASCII that ends no script element. */
public final class StoryData {
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_MOMENTS = 60;

    private final ArrayNode incidents = JsonNodeFactory.instance.arrayNode();
    private final int room;
    private int size;

    /** Begins with none, and takes how many characters there is room for. */
    public StoryData(int room) {
        this.room = room;
    }

    /** Adds a story, if there is room for it. */
    public boolean add(Story story) {
        ObjectNode incident = incident(story);
        int length = Documents.line(incident).length();
        if (size + length > room) {
            return false;
        }
        size += length;
        incidents.add(incident);
        return true;
    }

    int count() {
        return incidents.size();
    }

    /**
     * Returns all as JSON. Within a script element only {@code <} could begin something that is not data; it is ASCII, so that
     * no line separator is in it either. Source: <a
     * href="https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements">HTML</a>.
     */
    String text() {
        return Documents.line(incidents)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }

    private static ObjectNode incident(Story story) {
        Incident incident = story.entry().incident();
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("id", incident.id())
                .put("state", story.entry().state())
                .put("style", Series.of(story.entry().state()).style())
                .put("at", Documents.time(story.entry().at()))
                .put("control", Named.text(incident.control()))
                .put("account", incident.target().account())
                .put("region", incident.target().region())
                .put("target", Named.text(incident.target().id()))
                .put("summary", text(StoryWords.summary(story.entry())));
        ArrayNode head = document.putArray("head");
        StoryWords.head(story).forEach(field -> pair(head, field.name(), field.value()));
        story.writes().stream().findFirst().ifPresent(first -> pair(head, "before", before(first)));
        ArrayNode findings = document.putArray("findings");
        StoryWords.findings(story.entry()).forEach(finding -> pair(findings, finding.check(), finding.message()));
        moments(document.putArray("moments"), StoryWords.moments(story));
        return document;
    }

    /** Of many, those at the end tell most. */
    private static void moments(ArrayNode array, List<StoryWords.Moment> moments) {
        int passedOver = Math.max(0, moments.size() - MOST_MOMENTS);
        if (passedOver > 0) {
            pair(array, "", "%s earlier moments: overseer show".formatted(Numbers.text(passedOver)));
        }
        moments.stream().skip(passedOver).forEach(moment -> pair(array, Documents.time(moment.at()), moment.text()));
    }

    /** The resource itself may hold what is not for everybody who reads a report. */
    private static String before(JournaledWrite first) {
        return "%s characters of the resource as it was: overseer show %s"
                .formatted(
                        Numbers.text(first.intent().preState().length()),
                        first.intent().incident());
    }

    private static void pair(ArrayNode array, String name, String value) {
        array.addArray().add(text(name)).add(text(value));
    }

    private static String text(String text) {
        return Printable.line(text, LONGEST_TEXT);
    }
}
