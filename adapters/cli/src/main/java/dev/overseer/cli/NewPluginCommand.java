package dev.overseer.cli;

import dev.overseer.cli.newplugin.NewPluginException;
import dev.overseer.cli.newplugin.PluginNames;
import dev.overseer.cli.newplugin.PluginProject;
import dev.overseer.cli.packaging.Distribution;
import dev.overseer.cli.packaging.PackagingException;
import dev.overseer.runtime.event.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project for a plugin. */
@Command(
        name = "new-plugin",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Makes a Maven project for a plugin: one that works and is tested, under your names.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer new-plugin --service sns --control sns-topic-encrypted --package com.acme.guard guard-sns",
            "  overseer new-plugin --service logs --sdk-module cloudwatchlogs --control logs-retention --package com.acme.guard guard-logs"
        })
final class NewPluginCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--service",
            required = true,
            paramLabel = "SERVICE",
            description = "The AWS service that it is for, as IAM writes it: sns of sns:GetTopicAttributes.")
    private String service = "";

    @Option(
            names = "--control",
            required = true,
            paramLabel = "CONTROL",
            description = "The id of its first control, in kebab case: sns-topic-encrypted.")
    private String control = "";

    @Option(
            names = "--package",
            required = true,
            paramLabel = "PACKAGE",
            description = "The Java package of its code: com.acme.guard.")
    private String javaPackage = "";

    @Option(
            names = "--sdk-module",
            paramLabel = "MODULE",
            description = "The AWS SDK's module for the service. Default: of the same name.")
    private @Nullable String sdkModule;

    @Parameters(paramLabel = "DIR", description = "A folder that is empty or not there yet.")
    private Path folder = Path.of("");

    NewPluginCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            String module = Optional.ofNullable(sdkModule).orElse(service);
            PluginNames names = new PluginNames(service, control, javaPackage, module);
            new PluginProject(names, Distribution.running()).write(folder);
            tell();
            return ExitStatus.OK;
        } catch (NewPluginException wrong) {
            return refused(wrong.problems());
        } catch (PackagingException incomplete) {
            return refused(incomplete.problems());
        } catch (IOException unwritable) {
            throw new UsageException("The folder %s cannot be written: %s".formatted(folder, unwritable));
        }
    }

    private int refused(List<String> problems) {
        problems.forEach(problem -> terminal.err().println(Printable.line("overseer: " + problem)));
        return ExitStatus.INVALID;
    }

    private void tell() {
        line("%s  plugin %s with control %s".formatted(folder, service, control));
        line("    next     cd %s && ./mvnw verify".formatted(folder));
        line("    then     overseer package --plugin %s".formatted(folder.resolve("target/plugin")));
        line("    read     %s: it guards SNS topics as it is, and how to make it guard something else"
                .formatted(folder.resolve("README.md")));
        terminal.out().flush();
    }

    private void line(String text) {
        terminal.out().print(Printable.line(text) + "\n");
    }
}
