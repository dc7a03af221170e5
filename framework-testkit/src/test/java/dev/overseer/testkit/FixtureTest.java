package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.testkit.Fixture.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureTest {
    private static final Expected REMEDIATED = new Expected.Ends("glue-dev-endpoint", Kind.REMEDIATED);
    private static final EventBuilder RECORDED = Events.apiCall("glue", "CreateDevEndpoint")
            .account("345678901234")
            .by("arn:aws:sts::345678901234:assumed-role/GlueAdmins/jane.doe@corp.example.net")
            .with("sourceIPAddress", "198.51.100.77")
            .with("userAgent", "aws-cli/2.9 Python/3.11 Linux/5.10-jane-laptop")
            .with("tlsDetails", Map.of("clientProvidedHostHeader", "glue.eu-west-1.amazonaws.com"))
            .request("endpointName", "test1")
            .request("roleArn", "arn:aws:iam::345678901234:role/glue-ml-test")
            .request("shared", "arn:aws:s3:::bucket-of-999988887777-and-arn:aws:iam::999988887777:root")
            .request("publicKeys", List.of("ssh-ed25519 AAAAC3secret jane@laptop"))
            .request("cidrs", List.of("0.0.0.0/0", "::/0", "198.51.100.77/32", "2001:db8:85a3::8a2e:370:7334/128"))
            .request("tags", Map.of("owner", "jane.doe@corp.example.net", "key", "AKIAABCDEFGHIJKLMNOP"));

    @TempDir
    private Path folder;

    @Test
    void replacesWhoButKeepsWhat() {
        JsonNode record =
                Fixture.redacted(RECORDED.record(), REMEDIATED).event().record();

        assertThat(record.toString())
                .doesNotContain("345678901234", "jane", "corp.example.net", "198.51.100.77", "laptop", "AAAAC3secret")
                .doesNotContain("999988887777", "AKIAABCDEFGHIJKLMNOP", "8a2e");
        assertThat(record.path("recipientAccountId").asText()).isEqualTo("123456789012");
        assertThat(record.path("userIdentity").path("arn").asText())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/GlueAdmins/session-1");
        assertThat(record.path("userIdentity").path("principalId").asText())
                .isEqualTo("AROAIOSFODNN7EXAMPLE:session-1");
        JsonNode request = record.path("requestParameters");
        assertThat(request.path("endpointName").asText()).isEqualTo("test1");
        assertThat(request.path("roleArn").asText()).isEqualTo("arn:aws:iam::123456789012:role/glue-ml-test");
        assertThat(request.path("shared").asText()).endsWith("arn:aws:iam::210987654321:root");
        assertThat(request.path("cidrs").valueStream().map(JsonNode::asText))
                .containsExactly("0.0.0.0/0", "::/0", "192.0.2.1/32", "2001:db8::2/128");
        assertThat(record.path("sourceIPAddress").asText()).isEqualTo("192.0.2.1");
        assertThat(record.path("tlsDetails").path("clientProvidedHostHeader").asText())
                .isEqualTo("glue.eu-west-1.amazonaws.com");
        assertThat(record.path("eventTime").asText()).isEqualTo("2026-01-15T10:00:00Z");
    }

    @Test
    void replacesTheSameByTheSame() {
        assertThat(Fixture.redacted(RECORDED.record(), REMEDIATED))
                .hasToString(Fixture.redacted(RECORDED.record(), REMEDIATED).toString());
        assertThat(id(RECORDED)).isNotEqualTo(id(RECORDED.id("another")));
    }

    private static String id(EventBuilder recorded) {
        return Fixture.redacted(recorded.record(), REMEDIATED).event().event().id();
    }

    @Test
    void comesBackAsItWasWritten() throws IOException {
        Fixture fixture = Fixture.redacted(RECORDED.record(), REMEDIATED);
        Path file = written("remediated.json", fixture.document().toString());

        assertThat(Fixture.read(file).expected()).isEqualTo(REMEDIATED);
        assertThat(Fixture.read(file).event()).hasToString(fixture.event().toString());
        assertThat(Events.file(file)).hasToString(fixture.event().toString());
        assertThat(Fixture.read(file).sample().orElseThrow().control()).contains("glue-dev-endpoint");
    }

    @Test
    void isNoSampleIfItIsToBeIgnored() throws IOException {
        Expected ignored = new Expected.Ignored(IgnoredReason.FAILED_CALL);
        Path file = written(
                "failed.json",
                Fixture.redacted(RECORDED.error("AccessDenied").record(), ignored)
                        .document()
                        .toString());

        assertThat(Fixture.read(file).expected()).isEqualTo(ignored);
        assertThat(Fixture.read(file).sample()).isEmpty();
    }

    @Test
    void readsAnEventInAnEnvelopeOrWithout() throws IOException {
        assertThat(Events.file(written("envelope.json", RECORDED.envelopeJson())))
                .hasToString(RECORDED.toString());
        assertThat(Events.file(written("record.json", RECORDED.json()))).hasToString(RECORDED.toString());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path other = written("other.json", "{\"schema\": \"overseer/incident/1\"}");
        Path outcome = written(
                "outcome.json",
                "{\"schema\": \"overseer/fixture/1\", \"expect\": {\"control\": \"x\", \"outcome\": \"FINE\"}, \"event\": %s}"
                        .formatted(RECORDED.json()));

        assertThatThrownBy(() -> Fixture.read(other))
                .hasMessageContaining("its schema is \"overseer/incident/1\", not overseer/fixture/1");
        assertThatThrownBy(() -> Fixture.read(outcome)).hasMessageContaining("expects \"FINE\". It is one of [");
        assertThatThrownBy(() -> Events.file(written("none.json", "{}"))).hasMessageContaining("no CloudTrail record");
        assertThatThrownBy(() -> Events.file(written("broken.json", "{"))).hasMessageContaining("is not JSON");
    }

    @Test
    void findsTheFixturesOfAFolder() {
        assertThat(Sample.fixtures("fixtures"))
                .singleElement()
                .satisfies(sample -> assertThat(sample.outcome()).isEqualTo(Kind.REMEDIATED));
        assertThatThrownBy(() -> Sample.fixtures("nowhere"))
                .hasMessageContaining("There is no folder src/test/resources/nowhere");
    }

    private Path written(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
