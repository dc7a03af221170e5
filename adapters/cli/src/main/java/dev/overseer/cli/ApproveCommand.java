package dev.overseer.cli;

import dev.overseer.runtime.ledger.Release;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Releases what was held. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Gives leave to do what was held: by a limit, flapping, the kill switch, or because it needs approval. What follows is an"
                        + " incident of its own, which is read, checked and decided anew, at the pace of the limits. Whoever caused the"
                        + " event cannot approve it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer approve mfrggzdfmztwq2lknnwg23tpoa --reason \"a leftover, ask ops@example.com\"",
            "  overseer approve --control glue-dev-endpoint --account 123456789012 --reason \"looked at the first three\"",
            "  overseer approve … --reason … -o json | overseer run --enforce -",
            "",
            "With --control and --account a control also goes on that stopped there."
        })
final class ApproveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final Leave leave = new Leave();

    ApproveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return leave.give(Release.Kind.APPROVED, terminal);
    }
}
