package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    private final Cli cli = new Cli();

    @Test
    void printsThePolicyOfTheRole() {
        Cli.Finished finished = cli.run("policy", "iam", "--control", "glue-dev-endpoint");

        assertThat(finished.out()).isEqualTo("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "GlueDevEndpointRead",
                      "Effect": "Allow",
                      "Action": [
                        "glue:GetDevEndpoint"
                      ],
                      "Resource": "arn:*:glue:*:*:devEndpoint/*"
                    },
                    {
                      "Sid": "GlueDevEndpointWrite",
                      "Effect": "Allow",
                      "Action": [
                        "glue:DeleteDevEndpoint"
                      ],
                      "Resource": "arn:*:glue:*:*:devEndpoint/*"
                    }
                  ]
                }
                """);
        assertThat(finished.err()).isEmpty();
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
        assertThat(cli.run("policy").err()).startsWith("overseer: Name what to print: iam or rules");
        assertThat(cli.run("policy").status()).isEqualTo(2);
    }
}
