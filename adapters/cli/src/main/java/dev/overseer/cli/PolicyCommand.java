package dev.overseer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.cli.template.CodePackage;
import dev.overseer.cli.template.TemplateException;
import dev.overseer.cli.template.Yaml;
import dev.overseer.runtime.aws.EventBridgeRules;
import dev.overseer.runtime.aws.IamPolicy;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what AWS has to be told. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        synopsisSubcommandLabel = "iam|rules|template",
        description = "Prints what AWS has to be told, from what the controls declare.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer policy iam > policy.json",
            "  overseer policy iam --control glue-dev-endpoint",
            "  overseer policy rules | jq '.[0].eventPattern'",
            "  overseer policy template --package overseer-lambda.zip > overseer-template.yaml"
        })
final class PolicyCommand implements Runnable {
    private final Terminal terminal;

    PolicyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new UsageException("Name what to print: iam, rules or template");
    }

    /** Prints the policy of the role that the controls work in; on stderr why some statements are as wide as they are. */
    @Command(
            name = "iam",
            mixinStandardHelpOptions = true,
            abbreviateSynopsis = true,
            description = "Prints the IAM policy of the role that the controls work in.",
            footerHeading = "%nExample:%n",
            footer = {
                "  overseer policy iam > policy.json",
                "  aws iam put-role-policy --role-name Overseer --policy-name controls \\",
                "    --policy-document file://policy.json"
            })
    int iam(
            @Mixin PluginOptions plugins,
            @Mixin Narrowed narrowed,
            @Option(
                            names = "--undo",
                            description =
                                    "Print what `overseer undo` needs beyond that: only whoever undoes should have it.")
                    boolean undo) {
        PluginCatalog catalog = plugins.catalog(terminal);
        List<ControlDescriptor> controls = narrowed.of(catalog);
        print(undo ? IamPolicy.undo(controls) : IamPolicy.role(controls));
        sayWhatIsUnrestricted(undo ? IamPolicy.unrestrictedInUndo(controls) : IamPolicy.unrestricted(controls));
        return status(catalog);
    }

    /** Prints the EventBridge rules that let through what the controls want. */
    @Command(
            name = "rules",
            mixinStandardHelpOptions = true,
            abbreviateSynopsis = true,
            description = "Prints the EventBridge rules that let through the events which the controls want.",
            footerHeading = "%nExample:%n",
            footer = "  overseer policy rules | jq -c '.[] | .name, .eventPattern'")
    int rules(@Mixin PluginOptions plugins, @Mixin Narrowed narrowed) {
        PluginCatalog catalog = plugins.catalog(terminal);
        print(EventBridgeRules.of(narrowed.of(catalog)));
        return status(catalog);
    }

    /** Prints the CloudFormation template that deploys the function; on stderr where its package has to be. */
    @Command(
            name = "template",
            mixinStandardHelpOptions = true,
            abbreviateSynopsis = true,
            description = "Prints the CloudFormation template that deploys Overseer as a Lambda function.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  overseer policy template --package overseer-lambda.zip > overseer-template.yaml",
                "  overseer policy template --member > overseer-member.yaml",
                "",
                "docs/deploy.md tells how to go on."
            })
    int template(@Mixin PluginOptions plugins, @Mixin Narrowed narrowed, @Mixin TemplateOptions options) {
        PluginCatalog catalog = plugins.catalog(terminal);
        try {
            Optional<CodePackage> code = options.code();
            List<ControlDescriptor> controls = options.controls(catalog, narrowed.controls, code);
            terminal.out().print(Yaml.text(options.template(catalog, controls, code)));
            terminal.out().flush();
            sayWhatIsUnrestricted(IamPolicy.unrestricted(controls));
            options.hint(code).ifPresent(hint -> terminal.err().println(Printable.line("overseer: " + hint)));
        } catch (TemplateException impossible) {
            throw new UsageException(String.valueOf(impossible.getMessage()));
        }
        return status(catalog);
    }

    /** Which controls are meant. */
    static final class Narrowed {
        @Option(
                names = "--control",
                paramLabel = "CONTROL",
                split = ",",
                description = "Only this control. Repeatable. Default: every installed control.")
        private List<String> controls = List.of();

        List<ControlDescriptor> of(PluginCatalog catalog) {
            return ControlFilter.descriptors(catalog, controls);
        }
    }

    private void sayWhatIsUnrestricted(List<IamPolicy.Unrestricted> actions) {
        actions.forEach(action -> terminal.err()
                .println(Printable.line("overseer: %s needs %s on every resource: %s"
                        .formatted(action.control(), action.action(), action.reason()))));
    }

    /** What leaves out a quarantined control is not the policy that was asked for. */
    private static int status(PluginCatalog catalog) {
        return catalog.problems().isEmpty() ? ExitStatus.OK : ExitStatus.INVALID;
    }

    private void print(JsonNode document) {
        terminal.out().print(PrettyJson.of(document));
        terminal.out().flush();
    }
}
