package dev.overseer.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against AWS on loopback, by the SDK's own configuration. */
@Timeout(60)
class ScanCommandTest {
    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue).install(new StsSimulator());
    private final Cli cli = new Cli();
    private LoopbackAws loopback;
    private ReachableAws reachable;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackAws(aws);
        reachable = ReachableAws.at(loopback.endpoint()).in("eu-west-1");
    }

    @AfterEach
    void stop() {
        loopback.close();
        reachable.close();
    }

    @Test
    void deletesWhatIsInsecureAndLeavesTheRest() {
        insecure("old");
        compliant("safe");

        Cli.Finished finished = cli.run("scan", "--control", "glue-dev-endpoint", "--enforce=glue-dev-endpoint");

        assertThat(finished.out())
                .contains("REMEDIATED  glue-dev-endpoint  old")
                .contains("COMPLIANT   glue-dev-endpoint  safe")
                .endsWith("2 resources: 1 remediated, 1 compliant\n");
        assertThat(finished.err())
                .contains("Enforcing glue-dev-endpoint as ")
                .containsPattern("glue-dev-endpoint in 123456789012/eu-west-1: 2 found, \\d judged, \\d\\.\\d/s");
        assertThat(glue.exists("old")).isFalse();
        assertThat(glue.exists("safe")).isTrue();
        assertThat(finished.status()).isZero();
    }

    @Test
    void changesNothingUnlessToldTo() {
        insecure("old");

        Cli.Finished finished = cli.run("scan", "--control", "glue-dev-endpoint");

        assertThat(finished.out()).contains("PLANNED").contains("would call glue:DeleteDevEndpoint");
        assertThat(glue.exists("old")).isTrue();
        assertThat(finished.status()).isEqualTo(3);
    }

    @Test
    void saysThatAControlFindsNothingByItself() throws IOException {
        Path yaml = Files.writeString(
                folder.resolve("overseer.yaml"), "controls: {glue-dev-endpoint-update: {mode: dry-run}}");

        Cli.Finished finished = cli.run("scan", "--config", yaml, "--control", "glue-dev-endpoint-update");

        assertThat(finished.err())
                .contains(
                        "overseer: glue-dev-endpoint-update is not scanned: it finds no resources by itself, and acts on events alone\n")
                .contains("There is nothing to scan.");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void tellsInJsonWhichSweepItWas() {
        insecure("old");

        JsonNode outcome =
                cli.run("scan", "--control", "glue-dev-endpoint", "-o", "json").document();

        assertThat(outcome.path("schema").asText()).isEqualTo("overseer/outcome/1");
        assertThat(outcome.has("event")).isTrue();
        assertThat(outcome.path("event").isNull()).isTrue();
        assertThat(outcome.path("sweep").asText()).matches("\\d{4}-.*\\.\\d{3}Z");
        assertThat(outcome.path("callerIsCreator").asBoolean()).isFalse();
    }

    @Test
    void keepsTheStoryOfWhatItFound() {
        insecure("old");
        Cli.Finished scan = cli.run("scan", "--control", "glue-dev-endpoint", "--enforce", "-o", "json");

        String id = scan.document().path("incident").asText();
        assertThat(cli.run("show", id).out())
                .contains("found by     the sweep of ")
                .contains("glue:DeleteDevEndpoint");
        assertThat(cli.run("incidents").out()).contains("    found by the sweep of ");
        assertThat(cli.run("incidents", "-o", "csv").out()).contains(",sweep:20");
    }

    @Test
    void goesOnBehindAResource() {
        List.of("a", "b", "c").forEach(this::insecure);

        assertThat(cli.run("scan", "--control", "glue-dev-endpoint", "--after", "b", "-o", "json")
                        .document()
                        .at("/target/id")
                        .asText())
                .isEqualTo("c");
    }

    @Test
    void scansTheRegionsThatAreNamed() {
        insecure("here");
        glue.endpoint("there").region("us-east-1").ready();

        Cli.Finished finished =
                cli.run("scan", "--control", "glue-dev-endpoint", "--region", "us-east-1", "-o", "json");

        assertThat(finished.document().at("/target/id").asText()).isEqualTo("there");
    }

    @Test
    void scansTheRegionsThatTheConfigurationAllows() throws IOException {
        glue.endpoint("there").region("us-east-1").ready();
        Path file = Files.writeString(folder.resolve("overseer.yaml"), "regions: {allow: [eu-west-1, us-east-1]}\n");

        Cli.Finished finished = cli.run("scan", "--control", "glue-dev-endpoint", "--config", file, "-o", "json");

        assertThat(finished.document().at("/target/id").asText()).isEqualTo("there");
        assertThat(aws.calls("GetDevEndpoints")).hasSize(2);
        assertThat(cli.run("scan", "--control", "glue-dev-endpoint", "--config", file, "--region", "eu-central-1")
                        .err())
                .contains("glue-dev-endpoint in 123456789012/eu-central-1 is not scanned: out of scope");
    }

    @Test
    void leavesOpenWhatHasToWaitIfToldTo() {
        glue.endpoint("new").living(Lifecycle.neverReady());

        Cli.Finished finished =
                cli.run("scan", "--control", "glue-dev-endpoint", "--enforce", "--no-wait", "-o", "json");

        JsonNode open = finished.document();
        assertThat(open.path("schema").asText()).isEqualTo("overseer/incident/1");
        assertThat(open.size()).isEqualTo(2);
        assertThat(finished.status()).isEqualTo(3);
        Cli.Finished on = cli.reading(finished.out()).run("run", "--enforce", "--no-wait", "-o", "json", "-");
        assertThat(on.document().path("incident")).isEqualTo(open.path("incident"));
        assertThat(on.status()).isEqualTo(3);
    }

    @Test
    void failsWhereItMayNotList() {
        aws.fail("GetDevEndpoints").with(Fault.deny()).always();

        Cli.Finished finished = cli.run("scan", "--control", "glue-dev-endpoint", "-o", "json");

        assertThat(finished.document().path("schema").asText()).isEqualTo("overseer/unswept/1");
        assertThat(finished.document().path("problem").asText()).startsWith("glue:GetDevEndpoints was denied to ");
        assertThat(finished.status()).isEqualTo(1);
        assertThat(cli.run("scan", "--control", "glue-dev-endpoint").out())
                .contains("FAILED")
                .contains("cannot be swept: glue:GetDevEndpoints was denied to");
    }

    @Test
    void refusesWhatItCannotKnow() {
        assertThat(cli.run("scan", "--control", "glue-dev-endpont").err())
                .contains("There is no control \"glue-dev-endpont\". Did you mean glue-dev-endpoint?");
        assertThat(cli.run("scan", "--control", "glue-dev-endpoint", "--account", "12")
                        .err())
                .contains("\"12\" is not an AWS account");
        assertThat(cli.run("scan", "--control", "glue-dev-endpoint", "--region", "europe")
                        .err())
                .contains("\"europe\" is not a region");
        assertThat(cli.run("scan", "--control", "glue-dev-endpoint", "--region", "eu-west-1,us-east-1", "--after", "x")
                        .err())
                .contains("--after is a resource of one control, account and region, and there are 2 to scan");
        assertThat(cli.run("scan", "--control", "glue-dev-endpont").status()).isEqualTo(2);
    }

    @Test
    void saysHowToGoOnWhenItIsInterrupted() throws Exception {
        List.of("a", "b", "c", "d'e", "f", "g", "h").forEach(this::compliant);
        CountDownLatch looked = new CountDownLatch(4);
        aws.onCall("GetDevEndpoint").after(call -> looked.countDown()).always();
        CompletableFuture<IntSupplier> ctrlC = new CompletableFuture<>();
        Cli interruptible = new Cli(
                Map.of("XDG_STATE_HOME", Cli.state().toString()),
                Path.of(""),
                InputStream.nullInputStream(),
                ctrlC::complete);
        CompletableFuture<Cli.Finished> run = CompletableFuture.supplyAsync(
                () -> interruptible.run("scan", "--control", "glue-dev-endpoint", "--region", "eu-west-1,us-east-1"));
        looked.await(30, SECONDS);

        ctrlC.get(30, SECONDS).getAsInt();

        assertThat(run.get(30, SECONDS).err())
                .containsPattern(
                        "To go on, with the same other options: overseer scan --control glue-dev-endpoint --account 123456789012 --region eu-west-1 --after '.*'\n"
                                + "Then: overseer scan --control glue-dev-endpoint --account 123456789012 --region us-east-1\n");
    }

    @Test
    void aRequestForASweepIsNotForRun() {
        Cli.Finished finished = cli.reading("""
                        {"schema":"overseer/sweep/1","control":"glue-dev-endpoint"}""").run("run", "-");

        assertThat(finished.out()).contains("overseer scan --control glue-dev-endpoint");
        assertThat(finished.status()).isEqualTo(2);
    }

    private void insecure(String name) {
        glue.endpoint(name).ready();
    }

    private void compliant(String name) {
        glue.endpoint(name)
                .securityConfiguration("test-secure")
                .securityGroupIds("sg-0123456789abcdef0")
                .publicKeys("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5")
                .subnetId("subnet-0123456789abcdef0")
                .ready();
    }
}
