package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.runtime.engine.OfflineJudge;
import dev.overseer.runtime.incident.Judgement.Verdict;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Transcript;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DataCatalogEncryptionSettings;

class DataCatalogEncryptionTest {
    static final EventBuilder OPEN = Events.apiCall("glue", "PutDataCatalogEncryptionSettings")
            .request(
                    "dataCatalogEncryptionSettings",
                    Map.of(
                            "encryptionAtRest",
                            Map.of("catalogEncryptionMode", "DISABLED"),
                            "connectionPasswordEncryption",
                            Map.of("returnConnectionPasswordEncrypted", false)));
    static final EventBuilder CLOSED = Events.apiCall("glue", "PutDataCatalogEncryptionSettings")
            .request(
                    "dataCatalogEncryptionSettings",
                    Map.of(
                            "encryptionAtRest",
                            Map.of("catalogEncryptionMode", "SSE-KMS", "sseAwsKmsKeyId", "alias/mine"),
                            "connectionPasswordEncryption",
                            Map.of("returnConnectionPasswordEncrypted", true, "awsKmsKeyId", "alias/mine")));
    private static final EventBuilder HALF = Events.apiCall("glue", "PutDataCatalogEncryptionSettings")
            .request(
                    "dataCatalogEncryptionSettings",
                    Map.of(
                            "encryptionAtRest",
                            Map.of("catalogEncryptionMode", "SSE-KMS", "sseAwsKmsKeyId", "alias/mine")));

    private final Scene scene = new Scene();

    @Test
    void encryptsWhatIsNotWithTheKeyThatAwsManages() {
        Outcome outcome = scene.play(OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.findings())
                .containsExactly(
                        new Finding("encryption-at-rest", "is not encrypted at rest"),
                        new Finding("connection-passwords", "hands out the passwords of connections unencrypted"));
        assertThat(outcome.writes()).containsExactly("glue:PutDataCatalogEncryptionSettings");
        assertThat(settings().encryptionAtRest().catalogEncryptionModeAsString())
                .isEqualTo("SSE-KMS");
        assertThat(settings().encryptionAtRest().sseAwsKmsKeyId()).isEqualTo("alias/aws/glue");
        assertThat(settings().connectionPasswordEncryption().awsKmsKeyId()).isEqualTo("alias/aws/glue");
    }

    @Test
    void takesTheKeyOfTheSettings() {
        Operator.configures(
                        scene,
                        "controls: {glue-data-catalog-encryption: {mode: enforce, settings: {kmsKey: alias/catalog}}}")
                .play(OPEN);

        assertThat(settings().encryptionAtRest().sseAwsKmsKeyId()).isEqualTo("alias/catalog");
    }

    @Test
    void keepsTheKeyOfWhatIsEncryptedAlready() {
        Outcome outcome = scene.play(HALF).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.findings()).extracting(Finding::check).containsExactly("connection-passwords");
        assertThat(settings().encryptionAtRest().sseAwsKmsKeyId()).isEqualTo("alias/mine");
        assertThat(settings().connectionPasswordEncryption().awsKmsKeyId()).isEqualTo("alias/aws/glue");
    }

    @Test
    void leavesAPartAloneWhoseCheckIsSwitchedOff() {
        Operator.configures(
                        scene,
                        "controls: {glue-data-catalog-encryption: {mode: enforce, checks: {connection-passwords: off}}}")
                .play(OPEN);

        assertThat(settings().encryptionAtRest().catalogEncryptionModeAsString())
                .isEqualTo("SSE-KMS");
        assertThat(settings().connectionPasswordEncryption().returnConnectionPasswordEncrypted())
                .isFalse();
    }

    @Test
    void anEventWithBothPartsIsJudgedByItself() {
        assertThat(verdict(CLOSED)).isEqualTo(Verdict.PASSES);
        assertThat(scene.play(CLOSED).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
        assertThat(verdict(OPEN)).isEqualTo(Verdict.FAILS);
    }

    @Test
    void anEventThatLeavesOutAPartOrHidesItIsNot() {
        assertThat(verdict(HALF)).isEqualTo(Verdict.NOT_JUDGED);
        assertThat(verdict(Events.apiCall("glue", "PutDataCatalogEncryptionSettings")))
                .isEqualTo(Verdict.NOT_JUDGED);
        assertThat(verdict(OPEN.request("dataCatalogEncryptionSettings", "HIDDEN_DUE_TO_SECURITY_REASONS")))
                .isEqualTo(Verdict.NOT_JUDGED);
    }

    @Test
    void aDryRunSaysWhatItWouldPut() {
        Outcome outcome = scene.rehearsal().dryRun().play(OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.summary())
                .contains("would call glue:PutDataCatalogEncryptionSettings with", "alias/aws/glue");
        assertThat(settings().encryptionAtRest().catalogEncryptionModeAsString())
                .isEqualTo("DISABLED");
    }

    @Test
    void aKeyThatGlueRefusesFailsTheIncident() {
        scene.aws
                .fail("PutDataCatalogEncryptionSettings")
                .with(Fault.error(400, "InvalidInputException", "The key does not exist"))
                .always();

        Outcome outcome = scene.play(OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("The key does not exist");
    }

    @Test
    void isUndoneByPuttingTheSettingsOfBefore() throws Exception {
        Transcript transcript = scene.play(HALF);
        String preState = scene.ledger
                .writes(transcript.closed().getFirst().incident().id())
                .getFirst()
                .intent()
                .preState();
        DataCatalogEncryptionControl control = new DataCatalogEncryptionControl();
        OwnContext context = OwnContext.of(scene, "AWS::Glue::DataCatalogEncryptionSettings", FakeAws.ACCOUNT);

        for (int time = 1; time <= 2; time++) {
            assertThat(control.restore(new JsonMapper().readTree(preState), context))
                    .isEqualTo(Progress.done("encrypted as it was before"));
            assertThat(settings().encryptionAtRest().catalogEncryptionModeAsString())
                    .isEqualTo("SSE-KMS");
            assertThat(settings().encryptionAtRest().sseAwsKmsKeyId()).isEqualTo("alias/mine");
            assertThat(settings().connectionPasswordEncryption().returnConnectionPasswordEncrypted())
                    .isFalse();
            assertThat(settings().connectionPasswordEncryption().awsKmsKeyId()).isNull();
        }
    }

    private Verdict verdict(EventBuilder event) {
        RegisteredControl<?> control = PluginCatalog.of(List.of(new GluePlugin()))
                .find("glue-data-catalog-encryption")
                .orElseThrow();
        return new OfflineJudge()
                .judge(control, control.control().targets(event.event()).getFirst(), event.event())
                .verdict();
    }

    private DataCatalogEncryptionSettings settings() {
        return new FakeAws(scene.clock)
                .install(scene.glue)
                .client(GlueClient::builder)
                .getDataCatalogEncryptionSettings(get -> {})
                .dataCatalogEncryptionSettings();
    }
}
