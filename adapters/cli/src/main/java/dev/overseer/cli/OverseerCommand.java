package dev.overseer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command without a subcommand. */
@Command(
        name = "overseer",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        versionProvider = OverseerCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Finds insecure AWS resources by their CloudTrail events, and puts them right.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer rehearse examples/         play events against simulated accounts",
            "  overseer evaluate events.json       judge events, without AWS",
            "  overseer run events.json            look at the live resources; change nothing",
            "  overseer run --enforce events.json  put them right",
            "",
            "Exit status: 0 all is well; 1 something FAILED, TIMED_OUT or is HELD; 2 usage,",
            "configuration or unreadable input; 3 something FAILS, is PLANNED or still open.",
            "`overseer COMMAND --help` tells more."
        })
final class OverseerCommand implements Runnable {

    /** Reads the version from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = OverseerCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "overseer %s (Java %s)".formatted(version == null ? "from classes" : version, Runtime.version())
            };
        }
    }

    /** Never in vain: picocli runs it only if no subcommand is named. */
    @Override
    public void run() {
        throw new UsageException("Name a command");
    }
}
