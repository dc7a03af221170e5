package dev.overseer.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.ConfigurationProblem;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.config.EffectiveConfiguration;
import dev.overseer.runtime.config.InvalidConfigurationException;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers questions about the configuration. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        synopsisSubcommandLabel = "check|show|schema|explain",
        description =
                "Checks, shows and explains the configuration. Writes nothing, and calls AWS only for a configuration"
                        + " that is kept there.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer config check --config overseer.yaml",
            "  overseer config show",
            "  overseer config schema > overseer.schema.json",
            "  overseer config explain --control glue-dev-endpoint --account 123456789012 --region eu-west-1"
        })
final class ConfigCommand implements Runnable {
    private final Terminal terminal;

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new UsageException("Name what to do: check, show, schema or explain");
    }

    /** Lists everything that is wrong, and what draws a warning. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            abbreviateSynopsis = true,
            description = "Says everything that is wrong with the configuration: exit status 2 if there is anything.")
    int check(@Mixin ConfigOptions config, @Mixin PluginOptions plugins, @Mixin OutputOptions output) {
        PluginCatalog installed = plugins.catalog(terminal);
        try {
            Configuration read = config.quietly(installed, terminal).orElseThrow(ConfigCommand::none);
            tell("warning", read.warnings(), output);
            switch (output.format()) {
                case TEXT -> line(summary(installed, read));
                case JSON -> {}
            }
            return ExitStatus.OK;
        } catch (InvalidConfigurationException invalid) {
            tell("problem", invalid.problems(), output);
            tell("warning", invalid.warnings(), output);
            return ExitStatus.INVALID;
        } finally {
            terminal.out().flush();
        }
    }

    /** Prints what applies, and who said it. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            abbreviateSynopsis = true,
            description = "Prints every value that applies, as a configuration with where each comes from. Without a"
                    + " configuration, the defaults.")
    int show(@Mixin ConfigOptions config, @Mixin PluginOptions plugins, @Mixin OutputOptions output) {
        PluginCatalog installed = plugins.catalog(terminal);
        EffectiveConfiguration effective = new EffectiveConfiguration(
                config.configuration(installed, terminal), installed, EnforceOptions.vote(terminal));
        switch (output.format()) {
            case TEXT -> terminal.out().print(effective.yaml());
            case JSON ->
                effective.values().forEach(value -> {
                    var document = JsonNodeFactory.instance.objectNode();
                    document.put("schema", "overseer/value/1").put("path", value.path());
                    document.set("value", value.value());
                    line(Documents.line(document.put("said", value.said().text())));
                });
        }
        terminal.out().flush();
        return ExitStatus.OK;
    }

    /** Prints a JSON Schema of the configuration. */
    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            abbreviateSynopsis = true,
            description =
                    "Prints a JSON Schema of the configuration for editors, with the installed controls, their checks"
                            + " and their settings.")
    int schema(@Mixin PluginOptions plugins) {
        PluginCatalog installed = plugins.catalog(terminal);
        terminal.out().print(PrettyJson.of(new ConfigurationReader(installed, Clock.systemUTC()).schema()));
        terminal.out().flush();
        return ExitStatus.OK;
    }

    /** Says what a control may do in one place, and which line decided it. */
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            abbreviateSynopsis = true,
            description = "Says how far a control may go in an account and region, which line decided it, and what else"
                    + " applies there.")
    int explain(
            @Mixin Question question,
            @Mixin ConfigOptions config,
            @Mixin PluginOptions plugins,
            @Mixin OutputOptions output) {
        PluginCatalog installed = plugins.catalog(terminal);
        question.requireKnown(installed);
        Optional<Configuration> configuration = config.configuration(installed, terminal);
        DecisionPolicy ofFile =
                configuration.map(file -> DecisionPolicy.of(file.rules())).orElseGet(DecisionPolicy::dryRun);
        DecisionPolicy policy = EnforceOptions.vote(terminal)
                .map(ofFile::under)
                .orElse(ofFile)
                .offUnlessListed(installed.offUnlessListed());
        RegisteredControl<?> control = installed.find(question.control).orElseThrow();
        Explanation explanation = Explanation.of(
                policy,
                configuration,
                control,
                question.account,
                question.region,
                Clock.systemUTC().instant());
        switch (output.format()) {
            case TEXT -> explanation.lines().forEach(this::line);
            case JSON -> line(Documents.line(explanation.document()));
        }
        terminal.out().flush();
        return ExitStatus.OK;
    }

    /** Where to look. */
    static final class Question {
        @Option(names = "--control", required = true, paramLabel = "CONTROL", description = "The control.")
        private String control = "";

        @Option(names = "--account", required = true, paramLabel = "ACCOUNT", description = "The target's account.")
        private String account = "";

        @Option(names = "--region", required = true, paramLabel = "REGION", description = "The target's region.")
        private String region = "";

        private void requireKnown(PluginCatalog installed) {
            ControlFilter.requireKnown(installed, List.of(control));
            RoleOptions.requireAccount(account);
            if (!region.matches("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}[a-z]?")) {
                throw new UsageException("\"%s\" is not a region such as eu-west-1".formatted(region));
            }
        }
    }

    private static UsageException none() {
        return new UsageException("There is no configuration: no --config, no %s, and no ./overseer.yaml"
                .formatted(ConfigOptions.VARIABLE));
    }

    private static String summary(PluginCatalog installed, Configuration read) {
        List<String> unlisted = EnforceOptions.unlisted(installed, read);
        DecisionPolicy policy = DecisionPolicy.of(read.rules());
        List<String> enforced = read.rules().controls().keySet().stream()
                .filter(policy::mayEnforce)
                .sorted()
                .toList();
        return "%s: nothing wrong; may write: %s%s"
                .formatted(
                        read.source(),
                        enforced.isEmpty() ? "nothing" : String.join(", ", enforced),
                        unlisted.isEmpty() ? "" : "; new, not enforced: " + String.join(", ", unlisted));
    }

    private void tell(String severity, List<ConfigurationProblem> problems, OutputOptions output) {
        for (ConfigurationProblem problem : problems) {
            switch (output.format()) {
                case TEXT -> line((severity.equals("warning") ? "warning: " : "") + problem);
                case JSON ->
                    line(Documents.line(JsonNodeFactory.instance
                            .objectNode()
                            .put("schema", "overseer/problem/1")
                            .put("severity", severity)
                            .put("source", problem.source())
                            .put("line", problem.line())
                            .put("column", problem.column())
                            .put("path", problem.path())
                            .put("message", problem.message())));
            }
        }
    }

    private void line(String text) {
        terminal.out().print(text + "\n");
    }
}
