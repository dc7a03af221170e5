package dev.overseer.cli;

import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.StoryDocument;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.Story;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells one incident's story. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Tells an incident's whole story: who caused it, what was decided and by which rule, every look and"
                        + " call, and the resource as it was before the first write.",
        footerHeading = "%nExample:%n",
        footer = "  overseer show mfrggzdfmztwq2lknnwg23tpoa")
final class ShowCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "INCIDENT", description = "Its id, as `overseer incidents` lists it.")
    private String incident = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text, or json for one document. Default: text.")
    private OutputOptions.Format format = OutputOptions.Format.TEXT;

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    ShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Story story = story();
        switch (format) {
            case JSON -> terminal.out().print(Documents.line(StoryDocument.story(story)) + "\n");
            case TEXT -> new StoryText(terminal.out()).print(story);
        }
        terminal.out().flush();
        return ExitStatus.OK;
    }

    private Story story() {
        try (LedgerOptions.Opened opened = ledger.open(terminal)) {
            LedgerArchive archive = opened.ledger();
            return archive.entry(incident)
                    .map(entry -> Story.of(entry, archive))
                    .orElseThrow(() -> new UsageException(
                            "There is no incident \"%s\" in %s. `overseer incidents` lists them. Resources that were found compliant at first sight are only counted"
                                    .formatted(incident, opened.place())));
        }
    }
}
