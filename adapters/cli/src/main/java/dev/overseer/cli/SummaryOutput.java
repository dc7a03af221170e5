package dev.overseer.cli;

import dev.overseer.cli.summary.Sighting;
import dev.overseer.cli.summary.Summary;
import dev.overseer.cli.summary.SummaryDocument;
import dev.overseer.cli.summary.SummaryPage;
import dev.overseer.cli.summary.SummaryText;
import dev.overseer.runtime.document.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A summary in the making, and where it goes in the end. Safe for several threads. */
final class SummaryOutput {
    private final Summary summary = new Summary();
    private final OutputOptions.Format format;
    private final Optional<Path> page;
    private final Terminal terminal;
    private final Clock clock;
    private boolean finished;

    SummaryOutput(OutputOptions.Format format, Optional<Path> page, Terminal terminal, Clock clock) {
        this.format = format;
        this.page = page;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Adds what became of an event; nothing any more once it is finished. */
    synchronized void add(List<Sighting> sightings) {
        if (!finished) {
            sightings.forEach(summary::add);
        }
    }

    /**
     * Writes the summary, once, and returns the exit status.
     *
     * @throws UsageException if the page cannot be written
     */
    synchronized int finish() {
        if (!finished) {
            finished = true;
            write();
        }
        if (summary.incomplete()) {
            return ExitStatus.INVALID;
        }
        return summary.anyFails() ? ExitStatus.LEFT_TO_DO : ExitStatus.OK;
    }

    private void write() {
        switch (format) {
            case JSON -> terminal.out().print(Documents.line(SummaryDocument.of(summary)) + "\n");
            case TEXT ->
                SummaryText.lines(summary, terminal.width())
                        .forEach(line -> terminal.out().print(line + "\n"));
        }
        terminal.out().flush();
        page.ifPresent(file -> {
            try {
                Files.writeString(file, SummaryPage.of(summary, clock.instant()));
            } catch (IOException unwritable) {
                throw new UsageException("--html: %s cannot be written: %s".formatted(file, unwritable.getMessage()));
            }
        });
    }
}
