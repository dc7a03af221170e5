package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.file;
import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;

/** What an operator takes back. */
@Timeout(120)
class UndoCommandTest {
    private static final String OPERATOR = "arn:aws:sts::123456789012:assumed-role/Overseer/testkit";
    private static final String KEY = "ssh-rsa AAAA";

    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.readyAfter(Duration.ZERO));
    private final FakeAws aws = new FakeAws(clock).install(glue).install(new StsSimulator());
    private LoopbackAws loopback;
    private ReachableAws reachable;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackAws(aws);
        reachable = ReachableAws.at(loopback.endpoint());
        cli = new Cli()
                .in(folder)
                .with("AWS_REGION", "eu-west-1")
                .with("OVERSEER_PLUGINS", PluginJar.repairing(folder).toString());
    }

    @AfterEach
    void stop() {
        loopback.close();
        reachable.close();
    }

    @Test
    void takesARemediationBackAndTellsOfIt() throws IOException {
        String id = remediated("test1");
        assertThat(keys()).isEmpty();

        Cli.Finished undone = cli.run("undo", id, "--reason", "breaks builds", "--for", "8h");

        assertThat(undone.err())
                .contains("keys-control test1 in 123456789012/eu-west-1: an undo calls")
                .contains("  glue:UpdateDevEndpoint with {EndpointName=test1, AddPublicKeys=[ssh-rsa AAAA]}")
                .contains("and exempts it from keys-control for 8h");
        assertThat(undone.lines().getFirst()).isEqualTo(id + "  undone: is what it was before");
        assertThat(undone.lines().get(1)).startsWith("    exempt from keys-control until 20");
        assertThat(undone.status()).isZero();
        assertThat(keys()).containsExactly(KEY);
        assertThat(cli.run("show", id).out())
                .contains("undo         undone by " + OPERATOR)
                .contains(": breaks builds; exempt until ")
                .contains("to undo, called glue:UpdateDevEndpoint: answered (");
        JsonNode story = cli.run("show", id, "-o", "json").document();
        assertThat(story.at("/undo/result").asText()).isEqualTo("UNDONE");
        assertThat(story.at("/undo/writes/0/action").asText()).isEqualTo("glue:UpdateDevEndpoint");
        assertThat(cli.run("why", "event-test1").out()).contains("    undo: undone by " + OPERATOR);
    }

    @Test
    void exemptsWhatWasUndoneAndListsThat() throws IOException {
        cli.run("undo", remediated("test1"), "--reason", "breaks builds");

        Cli.Finished again = run(secure("test1").id("second"));

        assertThat(again.out()).contains("EXEMPT").contains("breaks builds, says " + OPERATOR);
        assertThat(keys()).containsExactly(KEY);
        assertThat(cli.run("exemptions").lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo("   3 hours left  keys-control  resource test1 in 123456789012/eu-west-1"),
                        second -> assertThat(second).startsWith("    breaks builds; " + OPERATOR + ", until "),
                        third -> assertThat(third).isEqualTo("    covered test1"));
    }

    @Test
    void onlySaysWhatItWouldDo() throws IOException {
        String id = remediated("test1");

        Cli.Finished dry = cli.run("undo", id, "--reason", "breaks builds", "--dry-run");
        Cli.Finished heldBack = cli.with("OVERSEER_MODE", "dry-run").run("undo", id, "--reason", "breaks builds");

        assertThat(dry.err()).contains("an undo calls").doesNotContain("OVERSEER_MODE");
        assertThat(dry.status()).isEqualTo(3);
        assertThat(heldBack.err()).contains("nothing is undone, since OVERSEER_MODE holds it back");
        assertThat(heldBack.status()).isEqualTo(3);
        assertThat(keys()).isEmpty();
        assertThat(cli.run("exemptions").lines()).containsExactly("no exemptions");
    }

    @Test
    void printsWhatADeletionDeleted() throws IOException {
        created(insecure("test2"));
        cli.run("run", "--enforce=glue-dev-endpoint", "--plugin", "glue", folder.resolve("event.json"));
        String id = cli.run("incidents", "--outcome", "remediated", "-o", "json")
                .documents()
                .getFirst()
                .path("incident")
                .asText();

        Cli.Finished finished = cli.run("undo", id, "--reason", "it was mine", "--plugin", "glue");

        assertThat(finished.err())
                .startsWith("overseer: %s cannot be undone: what control glue-dev-endpoint does has no way back"
                        .formatted(id))
                .contains("This is the resource as it was:");
        assertThat(finished.out()).contains("\"EndpointName\" : \"test2\"");
        assertThat(finished.status()).isEqualTo(1);
    }

    @Test
    void saysWhyItDoesNothing() throws IOException {
        String id = remediated("test1");
        cli.run("undo", id, "--reason", "breaks builds");

        Cli.Finished again = cli.run("undo", id, "--reason", "once more");
        Cli.Finished unknown = cli.run("undo", "mfrggzdfmztwq2lknnwg23tpoa", "--reason", "what?");

        assertThat(again.err()).startsWith("overseer: %s was undone by %s at ".formatted(id, OPERATOR));
        assertThat(again.status()).isEqualTo(1);
        assertThat(unknown.err()).startsWith("overseer: mfrggzdfmztwq2lknnwg23tpoa is not in the ledger.");
        assertThat(cli.run("undo", id, "--reason", " ").err()).startsWith("overseer: --reason is empty.");
        assertThat(cli.run("undo", id, "--reason", "x", "--for", "0s").err())
                .startsWith("overseer: --for must be longer than 0s");
        assertThat(cli.run("undo", id).err()).contains("--reason");
    }

    @Test
    void refusesWhatSomebodyChangedSinceAndWhatAwsDenies() throws IOException {
        String changed = remediated("test1");
        aws.client(GlueClient::builder)
                .updateDevEndpoint(update -> update.endpointName("test1").addPublicKeys("ssh-rsa BBBB"));
        Cli.Finished finished = cli.run("undo", changed, "--reason", "breaks builds");
        String denied = remediated("test3");
        aws.fail("UpdateDevEndpoint").with(Fault.deny()).always();

        Cli.Finished without = cli.run("undo", denied, "--reason", "breaks builds");

        assertThat(finished.err())
                .contains(
                        "is not undone: somebody changed it since it was remediated, and that would be lost: PublicKeys");
        assertThat(finished.status()).isEqualTo(1);
        assertThat(without.err())
                .contains("glue:UpdateDevEndpoint was denied to " + OPERATOR)
                .contains("Grant what `overseer policy iam --undo` prints");
        assertThat(without.status()).isEqualTo(1);
    }

    @Test
    void printsWhatAnUndoNeedsBeyondTheRolesPolicy() {
        assertThat(cli.run("policy", "iam").out())
                .contains("\"KeysControlRead\"", "\"KeysControlWrite\"")
                .doesNotContain("glue:TagResource");
        assertThat(cli.run("policy", "iam", "--undo").out())
                .contains("\"KeysControlUndo\"", "glue:TagResource", "devEndpoint/*")
                .doesNotContain("glue:UpdateDevEndpoint", "glue:GetDevEndpoint");
    }

    private String remediated(String name) throws IOException {
        Cli.Finished finished = run(secure(name).id("event-" + name));
        assertThat(finished.out()).contains("REMEDIATED");
        return finished(name);
    }

    private String finished(String name) {
        return cli.run("incidents", "--outcome", "remediated", "-o", "json").documents().stream()
                .filter(document -> document.at("/target/id").asText().equals(name))
                .map(document -> document.path("incident").asText())
                .findFirst()
                .orElseThrow();
    }

    private Cli.Finished run(EventBuilder event) throws IOException {
        created(event);
        return cli.run("run", "--enforce=keys-control", "--look-every=PT0.01S", folder.resolve("event.json"));
    }

    private void created(EventBuilder event) throws IOException {
        EventBuilder now = event.at(clock.instant());
        aws.seed(now.event());
        file(folder.resolve("event.json"), now);
    }

    private List<String> keys() {
        return aws.client(GlueClient::builder)
                .getDevEndpoint(get -> get.endpointName("test1"))
                .devEndpoint()
                .publicKeys();
    }
}
