package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    private final Cli cli = new Cli();

    @Test
    void printsThePolicyOfTheRole() {
        Cli.Finished finished = cli.run("policy", "iam", "--control", "glue-interactive-session");

        assertThat(finished.out()).isEqualTo("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "GlueInteractiveSessionRead",
                      "Effect": "Allow",
                      "Action": [
                        "glue:GetSecurityConfiguration",
                        "glue:ListSessions"
                      ],
                      "Resource": "*"
                    },
                    {
                      "Sid": "GlueInteractiveSessionRead2",
                      "Effect": "Allow",
                      "Action": [
                        "glue:GetSession",
                        "glue:GetTags"
                      ],
                      "Resource": "arn:*:glue:*:*:session/*"
                    },
                    {
                      "Sid": "GlueInteractiveSessionWrite",
                      "Effect": "Allow",
                      "Action": [
                        "glue:DeleteSession",
                        "glue:StopSession"
                      ],
                      "Resource": "arn:*:glue:*:*:session/*"
                    }
                  ]
                }
                """);
        assertThat(finished.err())
                .isEqualTo("overseer: glue-interactive-session needs glue:GetSecurityConfiguration on every resource:"
                        + " IAM knows no resource for a security configuration\n"
                        + "overseer: glue-interactive-session needs glue:ListSessions on every resource:"
                        + " IAM knows no resource for a list of sessions\n");
        assertThat(finished.status()).isZero();
    }

    @Test
    void printsTheRulesThatLetEventsThrough() {
        Cli.Finished finished = cli.run("policy", "rules", "--control=glue-dev-endpoint");

        assertThat(finished.out())
                .contains("\"name\": \"overseer-glue-dev-endpoint\"")
                .contains("\"eventName\": [\n          \"CreateDevEndpoint\"\n        ]");
        assertThat(finished.status()).isZero();
    }

    @Test
    void refusesAControlThatIsNotInstalled() {
        Cli.Finished finished = cli.run("policy", "iam", "--control", "glue-dev-endpont");

        assertThat(finished.err())
                .startsWith("overseer: There is no control \"glue-dev-endpont\". Did you mean glue-dev-endpoint?");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void saysThatAPolicyLeavesOutWhatIsQuarantined(@TempDir Path folder) throws IOException {
        Cli.Finished finished = cli.run("policy", "iam", "--plugin", PluginJar.throwing(folder));

        assertThat(finished.out()).contains("GlueDevEndpointRead");
        assertThat(finished.err()).contains("plugin sample.ThrowingPlugin");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void asksWhatToPrint() {
        assertThat(cli.run("policy").err()).startsWith("overseer: Name what to print: iam, rules or template");
        assertThat(cli.run("policy").status()).isEqualTo(2);
    }

    @Test
    void printsATemplateForTheControlsInThePackage(@TempDir Path folder) throws IOException {
        Path zip = packageOf(folder, "glue-dev-endpoint");
        Cli.Finished finished = cli.run("policy", "template", "--package", zip);

        assertThat(finished.out())
                .startsWith("AWSTemplateFormatVersion: \"2010-09-09\"\n")
                .contains("\n  GlueRule:\n    Type: AWS::Events::Rule\n", "\n  EnforceGlueDevEndpoint:\n");
        assertThat(finished.err())
                .matches(
                        "(overseer: glue-dev-endpoint needs .*\n)+overseer: The template takes the code from CodeBucket at CodePrefix, by default"
                                + " overseer/[0-9a-f]{64}\\.zip\\. It is for the controls in the package\n");
        assertThat(finished.status()).isZero();
        assertThat(cli.run("policy", "template", "--package", zip).out()).isEqualTo(finished.out());
    }

    @Test
    void theTemplateSchedulesNoSweepForAControlThatFindsNothingByItself() {
        assertThat(cli.run("policy", "template", "--control=glue-dev-endpoint,glue-dev-endpoint-update")
                        .lines())
                .contains("  GlueDevEndpointSweep:")
                .doesNotContain("  GlueDevEndpointUpdateSweep:");
    }

    @Test
    void theTemplatesRoleIsThePolicyThatIsPrinted() throws IOException {
        ObjectMapper yaml = new YAMLMapper();
        JsonNode policy = new ObjectMapper().readTree(cli.run("policy", "iam").out());

        for (Cli.Finished template :
                List.of(cli.run("policy", "template"), cli.run("policy", "template", "--member"))) {
            assertThat(yaml.readTree(template.out())
                            .at("/Resources/OverseerTarget/Properties/Policies/0/PolicyDocument"))
                    .isEqualTo(policy);
        }
    }

    @Test
    void refusesAPackageWhoseControlsAreNotAllInstalled(@TempDir Path folder) throws IOException {
        Cli.Finished finished =
                cli.run("policy", "template", "--package", packageOf(folder, "glue-dev-endpoint", "sample-control"));

        assertThat(finished.out()).isEmpty();
        assertThat(finished.err())
                .startsWith("overseer: The package holds controls that are not installed here: sample-control."
                        + " Name their plugins with --plugin, as for `overseer package`\n");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void refusesAControlThatThePackageDoesNotHold(@TempDir Path folder) throws IOException {
        Path plugin = PluginJar.withTargets(folder, "return List.of();");
        Path zip = packageOf(folder, "glue-dev-endpoint");
        Cli.Finished finished =
                cli.run("policy", "template", "--package", zip, "--plugin", plugin, "--control=sample-control");

        assertThat(finished.err()).startsWith("overseer: The package does not hold the control \"sample-control\"");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void saysWhereTheCodeComesFromWithoutAPackage() {
        Cli.Finished finished = cli.run("policy", "template", "--accounts=123456789012", "--regions=eu-west-1");

        assertThat(finished.out()).contains("OVERSEER_ACCOUNTS: \"123456789012\"", "\n  CodeSha256:\n");
        assertThat(finished.err())
                .contains("as the parameters CodeKey and CodeSha256. With --package ZIP it knows both");
        assertThat(finished.status()).isZero();
    }

    @Test
    void refusesWrongOptionsOfATemplate(@TempDir Path folder) {
        assertThat(cli.run("policy", "template", "--accounts=1234").err())
                .startsWith("overseer: \"1234\" is not an AWS account. Write its twelve digits\n");
        assertThat(cli.run("policy", "template", "--regions=ireland").err())
                .startsWith("overseer: \"ireland\" is not a region. Write it like eu-west-1\n");
        assertThat(cli.run("policy", "template", "--member", "--accounts=123456789012")
                        .err())
                .contains("Leave them out");
        assertThat(cli.run("policy", "template", "--package", folder.resolve("missing.zip"))
                        .err())
                .contains("missing.zip cannot be read");
        assertThat(cli.run("policy", "template", "--package", folder.resolve("missing.zip"))
                        .status())
                .isEqualTo(2);
    }

    private static Path packageOf(Path folder, String... controls) throws IOException {
        Path zip = folder.resolve("overseer-lambda.zip");
        try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
            entries.putNextEntry(new ZipEntry("META-INF/overseer/package.json"));
            entries.write("""
                    {"schema": "overseer/package/1", "framework": "0.1.0", "plugins": [{"service": "any", "controls": ["%s"]}]}
                    """.formatted(String.join("\", \"", controls)).getBytes(StandardCharsets.UTF_8));
        }
        return zip;
    }
}
