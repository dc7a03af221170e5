package dev.overseer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.cli.template.CodePackage;
import dev.overseer.cli.template.Deployment;
import dev.overseer.cli.template.DeploymentTemplate;
import dev.overseer.cli.template.MemberTemplate;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.config.DidYouMean;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.NotifySettings;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a template is made of. */
final class TemplateOptions {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}[a-z]?");

    @Option(
            names = "--package",
            paramLabel = "ZIP",
            description =
                    "The function's code, as `overseer package` writes it: the template is for the controls in it,"
                            + " and deploys this very file. Default: the template's user says where the code is, and its hash.")
    private @Nullable Path zip;

    @Option(
            names = "--config",
            paramLabel = "FILE|ssm:/NAME",
            description =
                    "The function's configuration: whom it notifies, its role may tell. Default: the one in the package.")
    private @Nullable String config;

    @Option(
            names = "--accounts",
            paramLabel = "ACCOUNT",
            split = ",",
            description = "Work in these accounts. Default: in the function's own.")
    private List<String> accounts = List.of();

    @Option(
            names = "--regions",
            paramLabel = "REGION",
            split = ",",
            description = "Work in these regions. Default: wherever events come from.")
    private List<String> regions = List.of();

    @Option(
            names = "--member",
            description = "The template for an account in which a function of another account works: only its role.")
    private boolean member;

    /** Returns the package, if one is named. */
    Optional<CodePackage> code() {
        return Optional.ofNullable(zip).map(CodePackage::read);
    }

    /**
     * Returns the controls that the template is for: those in the package or else the installed ones, or of these the named.
     *
     * @throws UsageException if there is none, or one is not there
     */
    List<ControlDescriptor> controls(PluginCatalog catalog, Collection<String> named, Optional<CodePackage> code) {
        List<String> packaged = code.flatMap(CodePackage::controls).orElse(List.of());
        requireInstalled(catalog, packaged);
        requirePackaged(packaged, named);
        List<ControlDescriptor> controls = ControlFilter.descriptors(catalog, named.isEmpty() ? packaged : named);
        if (controls.isEmpty()) {
            throw new UsageException(
                    "There is no control to make a template for. `overseer plugins` lists what there is");
        }
        return controls;
    }

    /**
     * Returns the template.
     *
     * @throws UsageException if an option is wrong
     * @throws dev.overseer.cli.template.TemplateException if AWS would not take it
     */
    ObjectNode template(PluginCatalog catalog, List<ControlDescriptor> controls, Optional<CodePackage> code) {
        if (!member) {
            requireAll(accounts, ACCOUNT, "an AWS account. Write its twelve digits");
            requireAll(regions, REGION, "a region. Write it like eu-west-1");
            List<ControlDescriptor> swept = controls.stream()
                    .filter(control -> catalog.find(control.id())
                            .filter(RegisteredControl::discovers)
                            .isPresent())
                    .toList();
            return DeploymentTemplate.of(new Deployment(
                    controls, swept, code, new TreeSet<>(accounts), new TreeSet<>(regions), told(catalog)));
        }
        if (!accounts.isEmpty() || !regions.isEmpty()) {
            throw new UsageException(
                    "--accounts and --regions are said by the function's template, not by that of a --member. Leave them out");
        }
        return MemberTemplate.of(controls);
    }

    /** Returns who is told of incidents, as the function's configuration says. */
    private List<Destination> told(PluginCatalog catalog) {
        return configuration(() -> new ConfigurationReader(catalog, Clock.systemUTC())).stream()
                .flatMap(read -> read.notices().stream())
                .map(NotifySettings::destination)
                .toList();
    }

    private Optional<Configuration> configuration(Supplier<ConfigurationReader> reader) {
        if (config != null) {
            return Optional.of(ConfigOptions.named("--config", config, reader));
        }
        return Optional.ofNullable(zip)
                .flatMap(CodePackage::configuration)
                .map(content -> reader.get().read(content, "%s in %s".formatted(CodePackage.CONFIGURATION, zip)));
    }

    /** Returns what else to know about the template. */
    Optional<String> hint(Optional<CodePackage> code) {
        if (member) {
            return Optional.empty();
        }
        return Optional.of(code.map(packed ->
                        "The template takes the code from CodeBucket at CodePrefix, by default overseer/%s. %s"
                                .formatted(packed.key(), controlsOf(packed)))
                .orElse("The template takes place and hash of the code as the parameters CodeKey and CodeSha256."
                        + " With --package ZIP it knows both"));
    }

    private static String controlsOf(CodePackage code) {
        return code.controls()
                .map(controls -> "It is for the controls in the package")
                .orElse(
                        "The package does not say which controls it holds: the template is for those that are installed here");
    }

    private static void requireInstalled(PluginCatalog catalog, List<String> packaged) {
        List<String> missing = new ArrayList<>(packaged);
        missing.removeIf(control -> catalog.find(control).isPresent() || catalog.quarantined(control));
        if (!missing.isEmpty()) {
            throw new UsageException(
                    "The package holds controls that are not installed here: %s. Name their plugins with --plugin, as for `overseer package`"
                            .formatted(Printable.line(String.join(", ", missing))));
        }
    }

    private static void requirePackaged(List<String> packaged, Collection<String> named) {
        if (packaged.isEmpty()) {
            return;
        }
        for (String control : named) {
            if (!packaged.contains(control)) {
                throw new UsageException("The package does not hold the control \"%s\". %s"
                        .formatted(control, DidYouMean.sentence(control, packaged)));
            }
        }
    }

    private static void requireAll(List<String> values, Pattern shape, String meaning) {
        for (String value : values) {
            if (!shape.matcher(value).matches()) {
                throw new UsageException("\"%s\" is not %s".formatted(Printable.line(value), meaning));
            }
        }
    }
}
