package dev.overseer.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.WriteIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that ledgers keep. That they come back exactly is part of every ledger's contract. */
class KeptDocumentsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:07:00.123456789Z");
    private static final ResourceRef TARGET =
            ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "test1");
    private static final List<Finding> FINDINGS = List.of(new Finding("subnet", "is in no subnet"));

    @Test
    void anEntryIsOneLineOfAscii() {
        String document = EntryDocument.write(entry());

        assertThat(document)
                .isASCII()
                .doesNotContain("\n")
                .startsWith(
                        "{\"schema\":\"overseer/entry/1\",\"state\":\"OPEN\",\"at\":\"2026-01-15T10:07:00.123456789Z\"")
                .contains("\"creation\":true")
                .contains("\"waiting\":{\"for\":\"READY\",\"nextLook\":\"2026-01-15T10:08:00.123456789Z\"")
                .contains("\"ruling\":{\"mode\":\"enforce\",\"said\":\"overseer.yaml:4:24\"}")
                .contains("\"plugins\":{\"glue\":\"1.2.3\",\"s3\":\"unknown\"}");
        assertThat(EntryDocument.read(document).at()).isEqualTo(NOW);
    }

    @Test
    void readsAWaitThatAnEarlierBuildKept() {
        String earlier = EntryDocument.write(entry()).replaceFirst("\"heardOfBy\":\"[^\"]*\",", "");

        assertThat(EntryDocument.read(earlier).standing())
                .isEqualTo(new Standing.Open(
                        "READY", NOW.plusSeconds(60), NOW.plusSeconds(7200), NOW.plusSeconds(7200), FINDINGS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "10", "123"})
    void aDocumentOfANewerReleaseIsRefused(String version) {
        String newer = EntryDocument.write(entry()).replace("overseer/entry/1", "overseer/entry/" + version);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryDocument.read(newer))
                .withMessage(
                        "this is overseer/entry/%s, written by a newer release; this one reads overseer/entry/1. Read it with that release or a later one",
                        version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overseer/entry/0", "overseer/entry/", "overseer/incident/2", "entry"})
    void aDocumentOfAnotherSchemaIsRefused(String schema) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryDocument.read("{\"schema\":\"%s\"}".formatted(schema)))
                .withMessage("schema is \"%s\", not overseer/entry/1", schema);
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WriteDocument.read("{\"schema\":"))
                .withMessageStartingWith("this is not JSON: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                "creation":true    | "creation":1        | creation is missing or is neither true nor false
                "recordGzip":"H4   | "recordGzip":"      | recordGzip is not a gzipped record in base64
                "time":"2026       | "time":"            | time is not a time such as 2026-01-31T12:00:00Z
                "nextLook"         | "next"              | nextLook is missing
                "mode":"enforce"   | "mode":"bold"       | "bold" is not a mode; the modes are off, dry-run, enforce
                "findings":[       | "findings":7,"x":[  | findings is missing or is not an array
                """)
    void aFieldThatIsWrongIsNamed(String right, String wrong, String problem) {
        String document = EntryDocument.write(entry());
        assertThat(document).contains(right);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryDocument.read(document.replace(right, wrong)))
                .withMessage(problem);
    }

    @Test
    void aChoiceThatIsNoneIsNamedWithTheChoices() {
        Release leave = new Release(Release.Kind.RETRIED, "a", "b", FINDINGS, "ann", "again", NOW);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ReleaseDocument.read(ReleaseDocument.write(leave).replace("RETRIED", "FORGIVEN")))
                .withMessage("kind is \"FORGIVEN\"; the choices are [APPROVED, RETRIED]");
    }

    @Test
    void aWriteSaysWhatItCountsAgainst() {
        WriteIntent intent = new WriteIntent(
                "incident-1",
                "glue:DeleteDevEndpoint",
                "d1gest",
                FINDINGS,
                "{}",
                new Stake("glue-dev-endpoint", TARGET, Limits.STANDARD, true),
                NOW,
                Duration.ofMinutes(1));

        assertThat(WriteDocument.write(new JournaledWrite(intent, 2, Optional.empty())))
                .contains("\"attempt\":2", "\"patience\":\"PT1M\"", "\"approved\":true", "\"perHour\":100");
    }

    private static IncidentEntry entry() {
        ObjectNode record = JsonNodeFactory.instance.objectNode().put("eventName", "CreateDevEndpoint");
        CloudTrailEvent event = new CloudTrailEvent(
                new CloudTrailEvent.Attributes(
                        "event-1",
                        NOW,
                        "123456789012",
                        "eu-west-1",
                        "glue.amazonaws.com",
                        "CreateDevEndpoint",
                        "AwsApiCall",
                        "arn:aws:iam::123456789012:user/Émile"),
                record.path("requestParameters"),
                record.path("responseElements"),
                () -> record);
        return new IncidentEntry(
                Incident.open("glue-dev-endpoint", TARGET, event, true, NOW),
                new Standing.Open("READY", NOW.plusSeconds(60), NOW.plusSeconds(1800), NOW.plusSeconds(7200), FINDINGS),
                new Ruling(Mode.ENFORCE, new Provenance("overseer.yaml:4:24")),
                new Installation("1.2.3", Map.of("s3", "unknown", "glue", "1.2.3"), ""),
                NOW);
    }
}
