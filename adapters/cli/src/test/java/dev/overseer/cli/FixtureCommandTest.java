package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.testkit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureCommandTest {
    @TempDir
    private Path folder;

    @Test
    void expectsWhatTheEventSays() throws IOException {
        assertThat(expected(insecure("test1").envelopeJson()))
                .hasToString("{\"control\":\"glue-dev-endpoint\",\"outcome\":\"REMEDIATED\"}");
        assertThat(expected(secure("test1").envelopeJson()))
                .hasToString("{\"control\":\"glue-dev-endpoint\",\"outcome\":\"COMPLIANT\"}");
        assertThat(expected(insecure("test1").error("AccessDenied").json()))
                .hasToString("{\"ignored\":\"FAILED_CALL\"}");
        assertThat(expected(Events.apiCall("sqs", "CreateQueue").json())).hasToString("{\"ignored\":\"NO_CONTROL\"}");
    }

    @Test
    void saysWhatToDoWhereTheControlIsYetToBeWritten() {
        Cli.Finished finished =
                new Cli().reading(Events.apiCall("sqs", "CreateQueue").json()).run("fixture", "-");

        assertThat(finished.err())
                .contains("No control wants CreateQueue of sqs.amazonaws.com. Name the plugin")
                .contains("correct \"expect\" by hand: {\"control\": \"ID\", \"outcome\": \"REMEDIATED\"}");
    }

    @Test
    void leavesOutWhoseEventItIs() throws IOException {
        JsonNode event = fixture(insecure("test1")
                        .account("345678901234")
                        .by("arn:aws:iam::345678901234:user/jane.doe")
                        .envelopeJson())
                .path("event");

        assertThat(event.toString()).doesNotContain("345678901234", "jane");
        assertThat(event.path("requestParameters").path("endpointName").asText())
                .isEqualTo("test1");
    }

    @Test
    void printsAFixtureForEachOfSeveralEvents() {
        Cli.Finished finished = new Cli()
                .reading(insecure("test1").json() + "\n" + "[" + secure("test2").envelopeJson() + "]")
                .run("fixture", "-");

        assertThat(finished.status()).isZero();
        assertThat(finished.out()).containsSubsequence("REMEDIATED", "test1", "COMPLIANT", "test2");
    }

    @Test
    void saysWhatItCannotTurnIntoAFixture() {
        Cli cli = new Cli().in(folder);

        assertThat(cli.run("fixture", "nothing").err()).contains("There is no ledger in");
        assertThat(cli.reading("{").run("fixture", "-").err()).contains("is not JSON");
        assertThat(cli.reading("").run("fixture", "-").err()).contains("There is no event in -");
        assertThat(cli.reading("{}").run("fixture", "-").status()).isEqualTo(2);
    }

    private JsonNode expected(String event) throws IOException {
        return fixture(event).path("expect");
    }

    private JsonNode fixture(String event) throws IOException {
        Files.writeString(folder.resolve("event.json"), event);
        Cli.Finished finished = new Cli().in(folder).run("fixture", "event.json");
        assertThat(finished.status()).as(finished.err()).isZero();
        return new com.fasterxml.jackson.databind.json.JsonMapper().readTree(finished.out());
    }
}
