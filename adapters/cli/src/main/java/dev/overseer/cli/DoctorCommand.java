package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.InvalidConfigurationException;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.sqs.QueueUrl;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for what keeps hosts from working. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Looks for what keeps hosts from working: configuration, credentials, roles, queue, ledger, kill switch,"
                        + " clock, and destinations that notices did not reach. Incidents whose next look is overdue are sent again where a queue is named, and listed otherwise.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer doctor",
            "  overseer doctor --queue-url https://sqs.eu-west-1.amazonaws.com/123456789012/overseer"
        })
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Mixin
    private final PluginOptions plugins = new PluginOptions();

    @Mixin
    private final RoleOptions role = new RoleOptions();

    @Mixin
    private final Delivery delivery = new Delivery();

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        PluginCatalog installed = plugins.quietCatalog(terminal);
        Optional<QueueUrl> queue = delivery.queue(terminal);
        try (AwsAccess aws = new AwsAccess()) {
            Optional<Configuration> configuration = configuration(installed, queue, aws, clock);
            Examinations examinations =
                    new Examinations(ConfiguredControls.of(installed, configuration), configuration, aws, clock);
            List<Examinations.Finding> findings = new ArrayList<>(List.of(
                    examinations.plugins(installed),
                    examinations.configuration(),
                    examinations.credentials(),
                    examinations.clock(),
                    examinations.roles(role.role(configuration, terminal)),
                    examinations.queue(queue),
                    examinations.killSwitch(installed)));
            findings.addAll(examinations.ledger(LedgerChoice.of(configuration, terminal), queue));
            print(findings);
            return findings.stream().anyMatch(Examinations.Finding::isWrong) ? ExitStatus.UNRESOLVED : ExitStatus.OK;
        }
    }

    /** Where it cannot be used, says first how that is which does not depend on it: it may be the reason. */
    private Optional<Configuration> configuration(
            PluginCatalog installed, Optional<QueueUrl> queue, AwsAccess aws, Clock clock) {
        try {
            return role.narrow(config.quietly(installed, terminal), terminal);
        } catch (UsageException | InvalidConfigurationException unusable) {
            Examinations examinations = new Examinations(installed, Optional.empty(), aws, clock);
            print(List.of(
                    examinations.plugins(installed),
                    Examinations.Finding.unusableConfiguration(),
                    examinations.credentials(),
                    examinations.clock(),
                    examinations.queue(queue)));
            throw unusable;
        }
    }

    private void print(List<Examinations.Finding> findings) {
        findings.forEach(this::print);
        terminal.out().flush();
    }

    private void print(Examinations.Finding finding) {
        terminal.out()
                .print("%-5s %-13s %s\n"
                        .formatted(finding.state().text(), finding.subject(), Printable.line(finding.text())));
    }
}
