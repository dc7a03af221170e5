package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerCommandTest {
    private static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/overseer";

    @Test
    void asksForAQueue() {
        Cli.Finished finished = new Cli().run("worker");

        assertThat(finished.status()).isEqualTo(2);
        assertThat(finished.err()).startsWith("overseer: Name the queue: --queue-url URL, or OVERSEER_QUEUE_URL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--queue-url=nonsense | nonsense",
                "--enforce --queue-url=" + URL + " | A worker enforces only what is named",
                "--enforce=glue-dev-endpint --queue-url=" + URL + " | glue-dev-endpoint",
                "--role=admin --queue-url=" + URL + " | The role \"admin\" is not one",
                "--accounts=123456789012 --queue-url=" + URL + " | no role that they are for",
                "--role=arn:{partition}:iam::{account}:role/T --accounts=12a --queue-url=" + URL
                        + " | not an AWS account"
            })
    void refusesWhatCannotBeRightBeforeItCallsAnybody(String options, String says) {
        Cli.Finished finished = new Cli().run((Object[]) ("worker " + options).split(" "));

        assertThat(finished.status()).isEqualTo(2);
        assertThat(finished.err()).startsWith("overseer: ").contains(says);
        assertThat(finished.out()).isEmpty();
    }

    @Test
    void takesNoControlsFromTheEnvironmentThatDoNotExist() {
        Cli.Finished finished =
                new Cli().with("OVERSEER_ENFORCE", "glue-dev-endpint").run("worker", "--queue-url", URL);

        assertThat(finished.status()).isEqualTo(2);
        assertThat(finished.err()).contains("glue-dev-endpint", "glue-dev-endpoint");
    }

    @Test
    void doesNotStartWithAConfigurationThatIsWrong(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("overseer.yaml"), "mode: enfroce");

        Cli.Finished finished = new Cli().run("worker", "--queue-url", URL, "--config", file);

        assertThat(finished.status()).isEqualTo(2);
        assertThat(finished.err()).contains("overseer.yaml:1:7: mode: \"enfroce\" is not a mode");
    }
}
