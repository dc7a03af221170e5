package dev.overseer.cli;

import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.StoryDocument;
import dev.overseer.runtime.ledger.Span;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes all that the ledger has for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Writes every incident that the ledger has as one JSON document a line, the latest first: overseer/outcome/1, or"
                        + " overseer/inflight/1 for what is under way.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer export --jsonl incidents.jsonl --from 2026-01-01",
            "  overseer export --jsonl - | gzip > incidents.jsonl.gz"
        })
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--jsonl",
            paramLabel = "FILE",
            required = true,
            description = "Where to; a file that is there is replaced when all is written. - is stdout.")
    private String file = "";

    @Mixin
    private final SpanOptions time = new SpanOptions();

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Span span = time.span(Clock.systemUTC());
        try (LedgerOptions.Opened opened = ledger.open(terminal);
                NewFile lines = NewFile.open("--jsonl", file, terminal)) {
            opened.ledger().each(span, entry -> lines.write(Documents.line(StoryDocument.entry(entry)) + "\n"));
            lines.finish();
        }
        return ExitStatus.OK;
    }
}
