package dev.overseer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.Finding;
import dev.overseer.cli.story.StoryWords;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.ledger.Story;
import java.io.PrintStream;
import java.util.List;

/** Prints an incident's story for a person. Whatever comes from outside is escaped here. */
final class StoryText {
    private final PrintStream out;

    StoryText(PrintStream out) {
        this.out = out;
    }

    void print(Story story) {
        StoryWords.head(story)
                .forEach(field -> line("%-12s %s".formatted(field.name(), Printable.line(field.value()))));
        line("");
        StoryWords.moments(story)
                .forEach(moment ->
                        line("  %s  %s".formatted(Documents.time(moment.at()), Printable.line(moment.text()))));
        findings(StoryWords.findings(story.entry()));
        story.writes().stream()
                .findFirst()
                .ifPresent(first -> before(first.intent().preState()));
    }

    private void findings(List<Finding> findings) {
        if (!findings.isEmpty()) {
            line("");
            line("What was wrong");
            findings.forEach(finding ->
                    line("  %s: %s".formatted(Printable.line(finding.check()), Printable.line(finding.message()))));
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

    private void line(String text) {
        out.print(text + "\n");
    }
}
