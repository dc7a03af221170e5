package dev.overseer.cli;

import dev.overseer.runtime.ledger.Release;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries again what failed. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Gives leave to try again what failed or timed out. What follows is an incident of its own, which is read, checked and"
                        + " decided anew.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer retry mfrggzdfmztwq2lknnwg23tpoa --reason \"the role is there now\"",
            "  overseer retry --control glue-dev-endpoint --reason \"Glue is back\" -o json | overseer run --enforce -"
        })
final class RetryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final Leave leave = new Leave();

    RetryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return leave.give(Release.Kind.RETRIED, terminal);
    }
}
