package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.file;
import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
class RunCommandTest {
    private static final String SOON = "--look-every=PT0.01S";

    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private final Instant now = clock.instant();
    private final GlueSimulator glue =
            new GlueSimulator(clock, Lifecycle.byLook("PROVISIONING", "PROVISIONING", "READY"));
    private final FakeAws aws = new FakeAws(clock).install(glue).install(new StsSimulator());
    private final Cli cli = new Cli();
    private LoopbackAws loopback;
    private ReachableAws reachable;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackAws(aws);
        reachable = ReachableAws.at(loopback.endpoint());
    }

    @AfterEach
    void stop() {
        loopback.close();
        reachable.close();
    }

    @Test
    void deletesAnEndpointOverHttp() throws IOException {
        Path input = created(insecure("test1"));

        Cli.Finished finished = cli.run("run", "--enforce=glue-dev-endpoint", input, SOON);

        assertThat(finished.lines().getFirst())
                .matches(
                        "REMEDIATED {2}glue-dev-endpoint {2}test1 {2}deleted( after \\d+s)?: no security configuration, .*");
        assertThat(finished.err().lines())
                .containsSubsequence(
                        "Enforcing glue-dev-endpoint as arn:aws:sts::123456789012:assumed-role/Overseer/testkit in account 123456789012, in the regions that the events name",
                        "glue-dev-endpoint test1: again in 0s, waiting for READY; it is PROVISIONING");
        assertThat(glue.effectiveDeletes("test1")).isEqualTo(1);
        assertThat(finished.status()).isZero();
    }

    @Test
    void changesNothingUnlessToldTo() throws IOException {
        Cli.Finished finished = cli.run("run", created(insecure("test1")));

        assertThat(finished.lines())
                .startsWith(
                        "PLANNED     glue-dev-endpoint  test1  no security configuration, no security group, no public key, no subnet: would wait for READY; it is PROVISIONING, then call glue:DeleteDevEndpoint");
        assertThat(aws.writes()).extracting(call -> call.operation()).doesNotContain("DeleteDevEndpoint");
        assertThat(finished.err()).isEmpty();
        assertThat(finished.status()).isEqualTo(3);
    }

    @Test
    void callsNobodyAboutACompliantEvent() throws IOException {
        Cli.Finished finished = cli.run(
                "run", file(folder.resolve("event.json"), secure("test1").at(now)));

        assertThat(finished.out()).startsWith("COMPLIANT");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void asksStsOnlyOnce() throws IOException {
        Path input = created(insecure("test1"), insecure("test2"), insecure("test3"));

        cli.run("run", "--enforce", SOON, input);

        assertThat(aws.calls("GetCallerIdentity")).hasSize(1);
    }

    @Test
    void enforcesOnlyTheNamedControls() throws IOException {
        Path input = created(insecure("test1"));

        assertThat(cli.run("run", "--enforce=glue-dev-endpoint", SOON, input).out())
                .startsWith("REMEDIATED");
        assertThat(cli.run("run", "--enforce=glue-dev-endpont", input).err())
                .startsWith("overseer: There is no control \"glue-dev-endpont\". Did you mean glue-dev-endpoint?");
    }

    @Test
    void enforcesOnlyWithTheFlagWhatTheConfigurationLists() throws IOException {
        Path input = created(insecure("test1"));
        configure("controls: {glue-dev-endpoint: {mode: enforce, checks: {subnet: off}}}");

        Cli.Finished without = cli.in(folder).run("run", input);
        Cli.Finished with = cli.in(folder).run("run", "--enforce", SOON, input);

        assertThat(without.out()).startsWith("PLANNED").doesNotContain("no subnet");
        assertThat(without.err())
                .startsWith("Configuration: overseer.yaml, SHA-256 ")
                .contains("\nnew, not enforced: ec2-image-public, ")
                .doesNotContain("glue-dev-endpoint,")
                .hasLineCount(2);
        assertThat(with.out()).startsWith("REMEDIATED");
        assertThat(with.err().lines()).anyMatch(line -> line.startsWith("Enforcing glue-dev-endpoint as "));
    }

    @Test
    void doesNotEnforceWhatTheConfigurationLeavesOut() throws IOException {
        Path input = created(insecure("test1"));
        configure("controls: {}");

        Cli.Finished finished = cli.in(folder).run("run", "--enforce", input);

        assertThat(finished.out()).startsWith("PLANNED");
        assertThat(finished.err())
                .containsPattern("new, not enforced: .*, glue-dev-endpoint, ")
                .doesNotContain("Enforcing");
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void doesNothingWithAConfigurationThatIsWrong() throws IOException {
        Path input = created(insecure("test1"));
        configure("mode: enfroce\nacounts: {}\n");

        Cli.Finished finished = cli.in(folder).run("run", "--enforce", input);

        assertThat(finished.err()).isEqualTo("""
                overseer: overseer.yaml has 2 problems, and nothing is done before they are corrected:
                overseer:   overseer.yaml:1:7: mode: "enfroce" is not a mode. Did you mean enforce?
                overseer:   overseer.yaml:2:1: "acounts" is not a key. Did you mean accounts?
                """);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.status()).isEqualTo(2);
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void warnsAndGoesOn() throws IOException {
        configure("exemptions: [{resource: x, reason: r, owner: o, until: 2020-01-31}]");

        Cli.Finished finished = cli.in(folder).run("run", created(insecure("test1")));

        assertThat(finished.err())
                .startsWith(
                        "overseer: warning: overseer.yaml:1:56: exemptions[0].until: is over, so this exemption does not apply any more. Renew or remove it\n");
        assertThat(finished.out()).startsWith("PLANNED");
    }

    @Test
    void saysWhichRoleIsUsed() throws IOException {
        Path input = created(insecure("test1"));
        configure("""
                accounts: {role: "arn:{partition}:iam::{account}:role/OfFile", externalId: of-file}
                controls: {glue-dev-endpoint: {mode: enforce}}
                """);

        Cli.Finished ofFile = cli.in(folder).run("run", "--enforce", SOON, input);
        Cli.Finished ofFlag = cli.in(folder)
                .run("run", "--enforce", SOON, "--role=arn:{partition}:iam::{account}:role/OfFlag", input);

        assertThat(ofFile.err())
                .contains(", through the role arn:{partition}:iam::{account}:role/OfFile (overseer.yaml:1:18)\n");
        assertThat(ofFlag.err()).contains(", through the role arn:{partition}:iam::{account}:role/OfFlag (--role)\n");
        assertThat(aws.calls("AssumeRole"))
                .extracting(call -> call.request().parameters().get("ExternalId"))
                .contains("of-file");
    }

    @Test
    void letsAnOptionNameAccountsInPlaceOfTheConfiguration() throws IOException {
        Path input = created(insecure("test1"));
        configure("accounts: {allow: [210987654321]}");

        assertThat(cli.in(folder).run("run", input).out()).startsWith("ignored 1: 1 out of scope");
        assertThat(cli.in(folder).run("run", "--accounts=123456789012", input).out())
                .startsWith("PLANNED");
        assertThat(cli.in(folder).run("run", "--accounts=1234", input).err())
                .startsWith("overseer: \"1234\" is not an AWS account. Write its twelve digits");
    }

    @Test
    void stopsWhereTheKillSwitchIsThrown() throws IOException {
        Path input = created(insecure("test1"));
        configure("""
                controls: {glue-dev-endpoint: {mode: enforce}}
                limits: {killSwitch: [{by: alice, reason: an incident}]}
                """);

        Cli.Finished finished = cli.in(folder).run("run", "--enforce", SOON, input);

        assertThat(finished.out()).startsWith("HELD").contains("alice", "an incident");
        assertThat(glue.effectiveDeletes("test1")).isZero();
    }

    @Test
    void heedsTheMoreCarefulOfFlagAndEnvironment() throws IOException {
        Path input = created(insecure("test1"));

        Cli.Finished dry = cli.with("OVERSEER_MODE", "dry-run").run("run", "--enforce", input);
        Cli.Finished off = cli.with("OVERSEER_MODE", "off").run("run", "--enforce", input);
        Cli.Finished alone = cli.with("OVERSEER_MODE", "enforce").run("run", input);
        Cli.Finished wrong = cli.with("OVERSEER_MODE", "enforced").run("run", input);

        assertThat(dry.out()).startsWith("PLANNED");
        assertThat(dry.err()).isEqualTo("overseer: nothing is enforced, since OVERSEER_MODE holds it back\n");
        assertThat(off.out()).startsWith("ignored 1: 1 switched off");
        assertThat(alone.out()).startsWith("PLANNED");
        assertThat(wrong.err())
                .startsWith("overseer: OVERSEER_MODE: \"enforced\" is not a mode; the modes are off, dry-run, enforce");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(glue.effectiveDeletes("test1")).isZero();
    }

    @Test
    void doesNothingIfItCannotBeToldAsWhom() throws IOException {
        aws.fail("GetCallerIdentity").with(Fault.deny()).always();

        Cli.Finished finished = cli.run("run", "--enforce", created(insecure("test1")));

        assertThat(finished.err())
                .startsWith(
                        "overseer: Nothing is enforced, since it cannot be told as whom: AWS does not accept the credentials");
        assertThat(finished.out()).isEmpty();
        assertThat(finished.status()).isEqualTo(2);
        assertThat(aws.calls()).extracting(call -> call.operation()).containsOnly("GetCallerIdentity");
    }

    @Test
    void refusesAnEventOfAnotherAccount() throws IOException {
        Path input =
                file(folder.resolve("event.json"), insecure("test1").at(now).account("210987654321"));

        Cli.Finished finished = cli.run("run", "-o", "json", input);

        assertThat(finished.document().path("outcome").asText()).isEqualTo("FAILED");
        assertThat(finished.document().path("summary").asText())
                .startsWith(
                        "the event is of account 210987654321, but the credentials are those of arn:aws:sts::123456789012:");
        assertThat(finished.status()).isEqualTo(1);
    }

    @Test
    void keepsAnIncidentOpenWhileStsDoesNotAnswer() throws IOException {
        aws.fail("GetCallerIdentity").with(Fault.serverError()).always();
        Path input = created(insecure("test1"));

        Cli.Finished finished = cli.run("run", "--no-wait", "-o", "json", input);

        assertThat(finished.document().path("schema").asText()).isEqualTo("overseer/incident/1");
        assertThat(finished.status()).isEqualTo(3);
    }

    @Test
    void namesWhatItMayNotDo() throws IOException {
        aws.fail("DeleteDevEndpoint").with(Fault.deny()).always();

        Cli.Finished finished = cli.run("run", "--enforce", SOON, created(insecure("test1")));

        assertThat(finished.out().replaceAll("\\s+", " "))
                .startsWith(
                        "FAILED glue-dev-endpoint test1 glue:DeleteDevEndpoint was denied to arn:aws:sts::123456789012:assumed-role/Overseer/testkit:")
                .contains("Grant what `overseer policy iam` prints");
        assertThat(finished.lines()).allMatch(line -> line.length() <= 140);
        assertThat(finished.status()).isEqualTo(1);
    }

    @Test
    void goesOnWithWhatItLeftOpen() throws IOException {
        Path input = created(insecure("test1"));

        Cli.Finished first = cli.run("run", "--enforce", "--no-wait", "-o", "json", input);
        JsonNode left = first.document();
        Path open = Files.writeString(folder.resolve("open.jsonl"), first.out());
        JsonNode outcome = cli.run("run", "--enforce", SOON, "-o", "json", open).document();

        assertThat(left.path("schema").asText()).isEqualTo("overseer/incident/1");
        assertThat(first.status()).isEqualTo(3);
        assertThat(first.err())
                .contains(
                        "1 incident is open. Run the same input again, or what -o json prints for what is open, to go on.");
        assertThat(outcome.path("outcome").asText()).isEqualTo("REMEDIATED");
        assertThat(outcome.path("incident")).isEqualTo(left.path("incident"));
    }

    @Test
    void printsWhatIsOpenWhenItIsInterrupted() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        aws.onCall("GetDevEndpoint").after(call -> looked.countDown());
        CompletableFuture<IntSupplier> interrupt = new CompletableFuture<>();
        Cli interruptible = new Cli(cli.environment(), cli.folder(), cli.in(), interrupt::complete);
        Path input = created(insecure("test1"));

        CompletableFuture<Cli.Finished> run = CompletableFuture.supplyAsync(
                () -> interruptible.run("run", "--enforce", "--look-every=10m", "-o", "json", input));
        assertThat(looked.await(30, SECONDS)).isTrue();
        int status = interrupt.join().getAsInt();
        Cli.Finished finished = run.join();

        assertThat(status).isEqualTo(3);
        assertThat(finished.status()).isEqualTo(3);
        assertThat(finished.document().path("schema").asText()).isEqualTo("overseer/incident/1");
        assertThat(interrupt.join().getAsInt()).isEqualTo(3);
    }

    @Test
    void countsTheSameEventOnce() throws IOException {
        EventBuilder event = insecure("test1").at(now);
        created(insecure("test1"));
        Path input = file(folder.resolve("twice.jsonl"), event, event, event);

        Cli.Finished finished = cli.run("run", "--enforce", SOON, input);

        assertThat(finished.lines()).hasSize(3).endsWith("3 events: 1 remediated, 2 seen again");
        assertThat(glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void runsOnWithoutABrokenPlugin() throws IOException {
        Path input = created(insecure("test1"));
        Path other = file(
                folder.resolve("other.json"),
                Events.apiCall("sample", "CreateSample").at(now));

        Cli.Finished finished =
                cli.run("run", "--enforce", SOON, "--plugin", PluginJar.withoutReads(folder), input, other);

        assertThat(finished.out()).startsWith("REMEDIATED").contains("quarantined 1: ");
        assertThat(finished.err().lines().filter(line -> line.contains("sample.BlindPlugin")))
                .hasSize(1);
        assertThat(finished.status()).isEqualTo(2);
    }

    /** Makes endpoints as the events tell, and returns the events' file. */
    private Path created(EventBuilder... events) throws IOException {
        List<EventBuilder> timed =
                List.of(events).stream().map(event -> event.at(now)).toList();
        for (EventBuilder event : timed) {
            glue.endpoint(event.event().request("endpointName").orElseThrow()).create();
        }
        return file(folder.resolve("events.jsonl"), timed.toArray(EventBuilder[]::new));
    }

    private void configure(String yaml) throws IOException {
        Files.writeString(folder.resolve("overseer.yaml"), yaml);
    }
}
