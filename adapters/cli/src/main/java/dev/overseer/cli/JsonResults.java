package dev.overseer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.IncidentDocument;
import dev.overseer.runtime.document.SweepDocument;
import java.io.PrintStream;

/** One JSON document a line, in ASCII. */
final class JsonResults implements Results {
    private final PrintStream out;
    private final boolean prompt;

    /**
     * @param prompt whether each document is to be seen at once, rather than when there are many
     */
    JsonResults(PrintStream out, boolean prompt) {
        this.out = out;
        this.prompt = prompt;
    }

    @Override
    public void add(Result result) {
        switch (result) {
            case Result.Closed(var incident, var outcome) -> write(Documents.outcome(incident, outcome));
            case Result.Suspended suspended -> write(IncidentDocument.write(suspended.incident()));
            case Result.Judged(var control, var target, var event, var judgement) ->
                write(Documents.judgement(control, target, event, judgement));
            case Result.Ignored(var reason, var event) -> write(Documents.ignored(reason, event));
            case Result.Unreadable(var reading) -> write(Documents.unreadable(reading));
            case Result.NotSwept(var request, var reason) -> write(SweepDocument.failed(request, reason));
            case Result.SeenAgain seenAgain -> {}
        }
    }

    @Override
    public void finish(long events) {
        out.flush();
    }

    private void write(JsonNode document) {
        // Not println, whose line end depends on the platform.
        out.print(Documents.line(document) + "\n");
        if (prompt) {
            out.flush();
        }
    }
}
