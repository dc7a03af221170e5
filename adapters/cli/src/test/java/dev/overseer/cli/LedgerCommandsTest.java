package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.file;
import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.sinks.SqliteLedger;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with the ledger that a run has left behind. */
@Timeout(60)
class LedgerCommandsTest {
    private static final String ANN = "arn:aws:sts::123456789012:assumed-role/developer/ann";
    private static final String OPERATOR = "arn:aws:sts::123456789012:assumed-role/Overseer/testkit";

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
        cli = new Cli().in(folder).with("AWS_REGION", "eu-west-1");
    }

    @AfterEach
    void stop() {
        loopback.close();
        reachable.close();
    }

    @Test
    void saysThatThereIsNoLedgerYet() {
        Cli.Finished finished = cli.run("incidents");

        assertThat(finished.err())
                .startsWith("overseer: There is no ledger in ")
                .contains("/overseer/ledger.db yet: run and worker make it when they first keep something.");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithALedgerThatCannotBeRead() throws IOException {
        Path ledger = Files.writeString(folder.resolve("diary.db"), "Dear diary, this is no database at all");
        Files.writeString(folder.resolve("overseer.yaml"), "ledger: {type: sqlite, path: \"%s\"}".formatted(ledger));

        Cli.Finished finished = cli.run("incidents");

        assertThat(finished.err())
                .startsWith("overseer: ")
                .contains(ledger.toString(), "is not a SQLite database")
                .doesNotContain("unexpected");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void listsWhatWaitsForAPerson() throws IOException {
        enforce(5);

        List<String> lines = cli.run("incidents", "--unresolved").lines();

        assertThat(lines).hasSize(8);
        assertThat(lines.getFirst())
                .matches("20\\S+Z {2}HELD {2}glue-dev-endpoint {2}test\\d {2}123456789012/eu-west-1 {2}[a-z2-7]{26}");
        assertThat(lines.get(1))
                .startsWith(
                        "    control glue-dev-endpoint is new in account 123456789012 and stops after its first 3.");
        assertThat(lines.get(2))
                .isEqualTo("    has no security configuration, no security group, no public key, no subnet");
        assertThat(lines.get(3)).isEqualTo("    CreateDevEndpoint by " + ANN);
    }

    @Test
    void makesAFixtureOfWhatHappened() throws IOException {
        enforce(1);
        String incident =
                cli.run("incidents", "-o", "json").document().path("incident").asText();

        Cli.Finished finished = cli.run("fixture", incident);

        assertThat(finished.err()).isEmpty();
        assertThat(finished.out())
                .contains("\"control\": \"glue-dev-endpoint\"", "\"outcome\": \"REMEDIATED\"", "\"test1\"")
                .doesNotContain("/ann");
        assertThat(cli.run("fixture", "mfrggzdfmztwq2lknnwg23tpoa").err())
                .contains("\"mfrggzdfmztwq2lknnwg23tpoa\" is neither a file nor an incident in ");
    }

    @Test
    void narrowsWhatItLists() throws IOException {
        enforce(5);

        assertThat(cli.run("incidents", "--outcome", "remediated").lines()).hasSize(12);
        assertThat(cli.run("incidents", "--outcome", "REMEDIATED,HELD").lines()).hasSize(20);
        assertThat(cli.run("incidents", "--principal", "ANN", "--limit", "2").lines())
                .hasSize(8);
        assertThat(cli.run("incidents", "--principal", "mallory").lines()).containsExactly("none");
        assertThat(cli.run("incidents", "--account", "210987654321").lines()).containsExactly("none");
        assertThat(cli.run("incidents", "--since", "1h").lines()).hasSize(20);
        assertThat(cli.run("incidents", "--to", "2026-01-01").lines()).containsExactly("none");
        assertThat(cli.run("incidents", "--outcome", "HELT").err())
                .startsWith("overseer: There is no outcome \"HELT\". Did you mean HELD?");
        assertThat(cli.run("incidents", "--since", "2026-02-01", "--to", "2026-01-01")
                        .err())
                .startsWith("overseer: --from 2026-02-01T00:00:00Z is not before --to 2026-01-01T00:00:00Z");
        assertThat(cli.run("incidents", "--since", "yesterday").err())
                .startsWith("overseer: --from: \"yesterday\" is not a time. Write 2026-01-31T12:00:00Z");
    }

    @Test
    void listsAsDocumentsAndAsTable() throws IOException {
        enforce(4);

        List<JsonNode> documents = cli.run("incidents", "-o", "json").documents();
        List<String> table = cli.run("incidents", "-o", "csv").lines();

        assertThat(documents).hasSize(4).allSatisfy(document -> {
            assertThat(document.path("schema").asText()).isEqualTo("overseer/outcome/1");
            assertThat(document.path("mode").asText()).isEqualTo("enforce");
            assertThat(document.path("decidedBy").asText()).isEqualTo("--enforce");
        });
        assertThat(table).hasSize(5);
        assertThat(table.getFirst()).startsWith("at,state,control,account,region,type,target,incident,");
    }

    @Test
    void aNameThatIsAFormulaStaysTextInATable() throws IOException {
        run(insecure("=HYPERLINK(\"http://192.0.2.1\",\"x\")"));

        assertThat(cli.run("incidents", "-o", "csv").lines().get(1))
                .contains(",\"'=HYPERLINK(\"\"http://192.0.2.1\"\",\"\"x\"\")\",");
    }

    @Test
    void tellsAnIncidentsWholeStory() throws IOException {
        enforce(1);
        String id = ids("REMEDIATED").getFirst();

        String story = cli.run("show", id).out();

        assertThat(story)
                .contains("incident     " + id + "  REMEDIATED")
                .contains("control      glue-dev-endpoint  enforce (--enforce)")
                .contains("caused by    " + ANN)
                .contains("called glue:DeleteDevEndpoint: answered (request ")
                .contains("REMEDIATED after look 1: deleted")
                .contains("  subnet: has no subnet")
                .contains("The resource before the first write")
                .contains("    \"EndpointName\" : \"test1\"");
        assertThat(cli.run("show", "nothing").err()).startsWith("overseer: There is no incident \"nothing\" in ");
        assertThat(cli.run("show", id, "-o", "json")
                        .document()
                        .at("/writes/0/action")
                        .asText())
                .isEqualTo("glue:DeleteDevEndpoint");
    }

    @Test
    void showsWhatAnIncidentWaitsForAndUntilWhen() throws IOException {
        glue.script("test1", Lifecycle.neverReady());
        created(insecure("test1"));
        cli.run("run", "--enforce", "--no-wait", folder.resolve("event.json"));
        JsonNode waiting = cli.run("inflight", "-o", "json").document();

        List<String> story = cli.run("show", waiting.path("incident").asText()).lines();

        assertThat(story)
                .contains(
                        "waits for    READY; it is PROVISIONING",
                        "next look    " + waiting.path("nextLook").asText(),
                        "deadline     " + waiting.path("deadline").asText())
                .noneMatch(line -> line.startsWith("ended"))
                .anyMatch(line -> line.contains("OPEN after look 1: waits for READY; it is PROVISIONING (next look "));
    }

    @Test
    void aStoryIsInOrderAlsoWhereItsEventCameTwice() throws IOException {
        Path path = folder.resolve("ledger.db");
        Files.writeString(folder.resolve("overseer.yaml"), "ledger: {type: sqlite, path: \"%s\"}".formatted(path));
        Instant first = Instant.parse("2026-03-17T09:00:00Z");
        try (SqliteLedger ledger = SqliteLedger.open(path)) {
            KeptIncident.of("test1", first).openIn(ledger);
            KeptIncident.of("test1", first.plusSeconds(600))
                    .after(Duration.ofSeconds(60))
                    .closedIn(ledger, Outcome.Kind.REMEDIATED);
        }

        assertThat(moments(ids("REMEDIATED").getFirst()))
                .containsExactly(
                        "OPEN after look 0: waits for READY (next look 2026-03-17T09:01:00Z, until 2026-03-17T11:00:00Z at most)",
                        "opened again: its event came again",
                        "called glue:DeleteDevEndpoint: answered (request request-1)",
                        "REMEDIATED after look 0: so it is");
    }

    @Test
    void aStoryTellsWhenItWasReleased() throws IOException {
        enforce(4);
        String held = ids("HELD").getFirst();
        String successor = cli.run("approve", held, "--reason", "fine", "-o", "json")
                .document()
                .path("incident")
                .asText();

        assertThat(moments(held).getLast())
                .isEqualTo("approved by %s, and goes on as %s".formatted(OPERATOR, successor));
        assertThat(cli.run("inflight").lines())
                .contains("    waits for a host to look at it (0 looks so far)", "1 incident waits");
    }

    @Test
    void saysThatThereMayBeMore() throws IOException {
        enforce(3);

        assertThat(cli.run("incidents", "--limit", "3").err())
                .isEqualTo("overseer: these are the latest 3; --limit shows more, if there are more\n");
        assertThat(cli.run("incidents", "--limit", "4").err()).isEmpty();
        assertThat(cli.run("inflight", "--limit", "0").err()).startsWith("overseer: --limit must be 1 or more, not 0");
    }

    @Test
    void anApprovedIncidentGoesOnWhereRunTakesIt() throws IOException {
        enforce(4);
        String held = ids("HELD").getFirst();

        Cli.Finished approved = cli.run("approve", held, "--reason", "looked at it", "-o", "json");
        Cli.Finished done = cli.reading(approved.out()).run("run", "--enforce", "-");

        assertThat(approved.status()).isZero();
        assertThat(done.out()).startsWith("REMEDIATED  glue-dev-endpoint");
        assertThat(cli.run("show", held).out())
                .contains("approved by " + OPERATOR)
                .contains(": looked at it");
        assertThat(cli.run("incidents", "--unresolved").lines()).containsExactly("none");
    }

    @Test
    void aControlThatIsReleasedInAnAccountGoesOn() throws IOException {
        enforce(5);

        Cli.Finished approved = cli.run(
                "approve",
                "--control",
                "glue-dev-endpoint",
                "--account",
                "123456789012",
                "--reason",
                "fine",
                "-o",
                "json");

        assertThat(approved.documents()).hasSize(2);
        assertThat(approved.err()).startsWith("Control glue-dev-endpoint goes on in account 123456789012");
        assertThat(run(insecure("another")).out()).startsWith("REMEDIATED");
    }

    @Test
    void whatWasApprovedTwiceHasOneSuccessor() throws IOException {
        enforce(4);
        String held = ids("HELD").getFirst();

        String first = cli.run("approve", held, "--reason", "one").out();
        Cli.Finished second = cli.run("approve", held, "--reason", "two");

        assertThat(second.out()).startsWith(first.strip()).contains(", by leave of " + OPERATOR);
        assertThat(second.err()).contains("No host has them yet. Name its queue with --queue-url");
    }

    @Test
    void whoCausedAnEventCannotApproveIt() throws IOException {
        run(IntStream.rangeClosed(1, 4)
                .mapToObj(number -> insecure("test" + number).by(OPERATOR))
                .toArray(EventBuilder[]::new));
        String own = ids("HELD").getFirst();

        Cli.Finished finished = cli.run("approve", own, "--reason", "mine");

        assertThat(finished.err()).contains("was caused by " + OPERATOR + ", who cannot approve it. Ask somebody else");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void saysWhichIncidentsAreMeant() {
        assertThat(cli.run("approve", "--reason", "all of them").err())
                .startsWith("overseer: Name incidents by their ids, or all of a control by --control");
        assertThat(cli.run("retry", "x", "--control", "glue-dev-endpoint", "--reason", "both")
                        .err())
                .startsWith("overseer: Name incidents by their ids, or all of a control by --control");
        assertThat(cli.run("approve", "x", "--reason", " ").err()).startsWith("overseer: --reason is empty.");
        assertThat(cli.run("approve", "x").err()).contains("--reason");
    }

    @Test
    void listsWhatWaits() throws IOException {
        glue.script("test1", Lifecycle.neverReady());
        created(insecure("test1").at(clock.instant()));
        cli.run("run", "--enforce", "--no-wait", folder.resolve("event.json"));

        List<String> waiting = cli.run("inflight").lines();

        assertThat(waiting.getFirst()).startsWith("in ").contains("glue-dev-endpoint  test1  123456789012/eu-west-1");
        assertThat(waiting.get(1))
                .startsWith("    waits for READY; it is PROVISIONING (until ")
                .endsWith(" at most, 1 look so far)");
        assertThat(waiting.getLast()).isEqualTo("1 incident waits");
        assertThat(cli.run("inflight", "-o", "json").document().path("schema").asText())
                .isEqualTo("overseer/inflight/1");
    }

    @Test
    void explainsWhatBecameOfAnEvent() throws IOException {
        Files.writeString(folder.resolve("overseer.yaml"), """
                controls: {glue-dev-endpoint: {mode: enforce}}
                exemptions:
                  - {control: glue-dev-endpoint, resource: "lab-*", reason: a lab, owner: lab@example.com, until: 2126-01-31}
                """);
        created(
                insecure("lab-1").id("exempted").at(clock.instant()),
                insecure("test2").id("failed").error("AccessDenied"),
                secure("test3").id("compliant").at(clock.instant()));
        Path events = folder.resolve("event.json");
        cli.run("run", "--enforce", events);

        assertThat(cli.run("why", "exempted").out())
                .startsWith("EXEMPT  glue-dev-endpoint  lab-1 in 123456789012/eu-west-1: incident ")
                .contains("a lab, says lab@example.com, until ")
                .contains("mode enforce (overseer.yaml:1:");
        assertThat(cli.run("why", "exempted", events).out()).contains("exempt now: a lab, says lab@example.com");
        assertThat(cli.run("why", "failed", events).out())
                .startsWith("FAILED_CALL  CreateDevEndpoint of glue.amazonaws.com")
                .contains("the call failed, so nothing was made or changed");
        assertThat(cli.run("why", "compliant", events).out()).contains("passes every check by its event");
        assertThat(cli.run("why", "compliant").err())
                .contains("It was ignored, was compliant at first sight, or never came. Name the files that hold it");
        assertThat(cli.run("exemptions").lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("days left  glue-dev-endpoint  resource lab-*"),
                        second -> assertThat(second).startsWith("    a lab; lab@example.com, until 2126-02-01"),
                        third -> assertThat(third).isEqualTo("    covered lab-1"));
    }

    @Test
    void explainsWhichPatternSelectsAnEventAndWhichModeDecides() throws IOException {
        Files.writeString(folder.resolve("overseer.yaml"), """
                accounts: {allow: [123456789012]}
                controls: {glue-dev-endpoint: {mode: off}, glue-job: {mode: enforce}}
                """);
        EventBuilder foreign = Events.apiCall("glue", "CreateJob").request("name", "j");
        String service = insecure("test1").id("of-the-service").envelopeJson();
        Path events = Files.write(
                folder.resolve("event.json"),
                List.of(
                        insecure("test1").id("off").envelopeJson(),
                        foreign.id("elsewhere").account("210987654321").envelopeJson(),
                        service.replace("AWS API Call via CloudTrail", "AWS Service Event via CloudTrail")));

        assertThat(cli.run("why", "off", events).lines())
                .contains(
                        "glue-dev-endpoint is selected for test1 in 123456789012/eu-west-1",
                        "    by its pattern aws.glue  CreateDevEndpoint",
                        "    mode off (overseer.yaml:2:38): the event is ignored as SWITCHED_OFF");
        assertThat(cli.run("why", "elsewhere", events).out())
                .contains(
                        "but the configuration allows other accounts or regions: the event is ignored as OUT_OF_SCOPE");
        assertThat(cli.run("why", "of-the-service", events).out())
                .startsWith("NO_CONTROL  CreateDevEndpoint of glue.amazonaws.com")
                .contains(
                        "its call is named, but it is not selected, glue-dev-endpoint by {\"source\":[\"aws.glue\"],");
    }

    /** Returns the lines of a story that begin with a time, without it. */
    private List<String> moments(String incident) {
        return cli.run("show", incident).lines().stream()
                .filter(line -> line.matches("  20\\d\\d-.*Z  .*"))
                .map(line -> line.substring(28))
                .toList();
    }

    private void enforce(int endpoints) throws IOException {
        run(IntStream.rangeClosed(1, endpoints)
                .mapToObj(number -> insecure("test" + number))
                .toArray(EventBuilder[]::new));
    }

    private Cli.Finished run(EventBuilder... events) throws IOException {
        created(events);
        return cli.run("run", "--enforce", "--look-every=PT0.01S", folder.resolve("event.json"));
    }

    private void created(EventBuilder... events) throws IOException {
        EventBuilder[] now =
                List.of(events).stream().map(event -> event.at(clock.instant())).toArray(EventBuilder[]::new);
        for (EventBuilder event : now) {
            if (event.event().request("endpointName").isPresent()
                    && !event.record().has("errorCode")) {
                aws.seed(event.event());
            }
        }
        file(folder.resolve("event.json"), now);
    }

    private List<String> ids(String outcome) {
        return cli.run("incidents", "--outcome", outcome, "-o", "json").documents().stream()
                .map(document -> document.path("incident").asText())
                .toList();
    }
}
