package dev.overseer.plugin.s3;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

class BucketEncryptionTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private final Scene scene = new Scene();
    private final BucketEncryptionControl control = new BucketEncryptionControl();

    @Test
    void findsNothingSinceS3EncryptsByItself() {
        assertThat(scene.play(Scene.UNENCRYPTED).outcome().kind()).isEqualTo(COMPLIANT);
    }

    @Test
    void encryptsABucketWithoutDefaultEncryption() {
        scene.s3.encryptingOnlyWhenAsked();

        Outcome outcome = scene.play(Scene.UNENCRYPTED).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.findings()).extracting(Finding::message).containsExactly("has no default encryption");
        assertThat(rule().applyServerSideEncryptionByDefault().sseAlgorithm()).isEqualTo(ServerSideEncryption.AES256);
    }

    @Test
    void encryptsWithTheKeyThatTheOperatorAsksFor() {
        Outcome outcome = asking("algorithm: 'aws:kms', kmsKeyId: '%s'".formatted(KEY))
                .play(Scene.UNENCRYPTED)
                .outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.findings())
                .extracting(Finding::message)
                .containsExactly("encrypts new objects with AES256, not with aws:kms and the key " + KEY);
        assertThat(outcome.writes()).containsExactly("s3:PutEncryptionConfiguration");
        assertThat(rule().applyServerSideEncryptionByDefault().kmsMasterKeyID()).isEqualTo(KEY);
        assertThat(rule().bucketKeyEnabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "AES256, aws:kms, true",
        "aws:kms, AES256, false",
        "aws:kms, aws:kms:dsse, true",
        "aws:kms:dsse, aws:kms, false",
        "AES256, aws:fsx, true",
        "aws:kms, aws:fsx, false"
    })
    void takesAStrongerAlgorithmForTheOneAskedFor(String asked, String used, boolean passes) {
        assertThat(new BucketEncryptionSettings(asked, "").isSatisfiedBy(used)).isEqualTo(passes);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "1234abcd-12ab-34cd-56ef-1234567890ab", "key/1234abcd-12ab-34cd-56ef-1234567890ab"})
    void knowsAKeyByItsIdOrItsArn(String name) {
        assertThat(new BucketEncryptionSettings("aws:kms", name).namesKey(KEY)).isTrue();
        assertThat(new BucketEncryptionSettings("aws:kms", KEY).namesKey(name)).isTrue();
        assertThat(new BucketEncryptionSettings("aws:kms", name).namesKey("")).isFalse();
        assertThat(new BucketEncryptionSettings("aws:kms", name).namesKey(KEY.replace("1234abcd", "x234abcd")))
                .isFalse();
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BucketEncryptionSettings("kms", ""))
                .withMessage("algorithm is \"kms\", not one of [AES256, aws:kms, aws:kms:dsse]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BucketEncryptionSettings("AES256", KEY))
                .withMessageStartingWith("AES256 takes no key");
    }

    @Test
    void closesAnEventThatSaysEnoughWithoutACall() {
        EventBuilder event = put(Scene.encryption("aws:kms"));

        assertThat(asking("algorithm: 'aws:kms'").play(event).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void readsARuleWhetherItIsAnObjectOrAList() {
        Map<String, Object> rule =
                Map.of("ApplyServerSideEncryptionByDefault", Map.of("SSEAlgorithm", "aws:kms", "KMSMasterKeyID", KEY));

        Optional<BucketEncryption> expected =
                Optional.of(new BucketEncryption(Optional.of("aws:kms"), Optional.of(KEY), false, List.of()));
        assertThat(BucketEncryption.ofRequest(put(Map.of("Rule", rule)).event()))
                .isEqualTo(expected);
        assertThat(BucketEncryption.ofRequest(put(Map.of("Rule", List.of(rule))).event()))
                .isEqualTo(expected);
    }

    @Test
    void asksTheBucketWhereTheEventDoesNotTell() {
        assertThat(BucketEncryption.ofRequest(
                        put("HIDDEN_DUE_TO_SECURITY_REASONS").event()))
                .isEmpty();
        assertThat(BucketEncryption.ofRequest(
                        put(Scene.encryption("HIDDEN_DUE_TO_SECURITY_REASONS")).event()))
                .isEmpty();
        assertThat(BucketEncryption.ofRequest(put(Map.of()).event())).isEmpty();
    }

    @Test
    void doesNothingWhenItsOwnRepairComesBackAsAnEvent() {
        Rehearsal rehearsal = asking("algorithm: 'aws:kms'");
        rehearsal.play(Scene.UNENCRYPTED);
        int repaired = scene.aws.writes().size();

        assertThat(rehearsal.play(put(Scene.encryption("aws:kms"))).outcome().kind())
                .isEqualTo(COMPLIANT);
        assertThat(scene.aws.writes()).hasSize(repaired);
    }

    @Test
    void writesNothingInADryRunAndOnceForADuplicate() {
        scene.s3.encryptingOnlyWhenAsked();

        assertThat(scene.rehearsal().dryRun().play(Scene.UNENCRYPTED).outcome().kind())
                .isEqualTo(PLANNED);
        assertThat(scene.aws.writes()).isEmpty();
        scene.play(Scene.UNENCRYPTED, Scene.UNENCRYPTED);
        assertThat(scene.aws.writes()).hasSize(1);
    }

    @Test
    void survivesFaultsAndABucketThatGoes() {
        scene.s3.encryptingOnlyWhenAsked();
        scene.aws.fail("PutBucketEncryption").with(Fault.throttle()).times(2);
        scene.aws.fail("GetBucketEncryption").with(Fault.connectionReset());

        assertThat(scene.play(Scene.UNENCRYPTED).outcome().kind()).isEqualTo(REMEDIATED);

        scene.aws.onCall("PutBucketEncryption").before(call -> scene.s3.vanish("orders"));
        assertThat(scene.play(Scene.UNENCRYPTED.id("second")).outcome().kind()).isEqualTo(GONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "AES256", "aws:kms"})
    void restoresTheEncryptionThatWasThereOrNone(String algorithm) throws JsonProcessingException {
        if (algorithm.equals("none")) {
            scene.s3.encryptingOnlyWhenAsked();
        }
        EventBuilder event = algorithm.equals("none") ? Scene.UNENCRYPTED : put(Scene.encryption(algorithm));
        scene.aws.seed(event.event());
        Lent context = Lent.forBucket(scene.owner);
        BucketEncryption before = control.read(context).orElseThrow();
        Transcript transcript = asking("algorithm: 'aws:kms:dsse', kmsKeyId: '%s'".formatted(KEY))
                .play(event);
        String preState = scene.ledger
                .writes(transcript.opened().getFirst().id())
                .getFirst()
                .intent()
                .preState();
        assertThat(control.read(context)).isNotEqualTo(Optional.of(before));

        assertThat(control.restore(new JsonMapper().readTree(preState), context))
                .isInstanceOf(Progress.Done.class);

        assertThat(control.read(context)).contains(before);
    }

    @Test
    void keepsWhatTheBucketForbids() {
        BucketEncryption encryption = BucketEncryption.of(ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(byDefault -> byDefault.sseAlgorithm(ServerSideEncryption.AES256))
                .blockedEncryptionTypes(types -> types.encryptionType(EncryptionType.SSE_C))
                .build());

        ServerSideEncryptionRule repaired =
                encryption.with(new BucketEncryptionSettings("aws:kms", "")).rule();

        assertThat(repaired.blockedEncryptionTypes().encryptionType()).containsExactly(EncryptionType.SSE_C);
    }

    private Rehearsal asking(String settings) {
        PluginCatalog catalog = PluginCatalog.of(List.of(new S3Plugin()));
        Rules rules = new ConfigurationReader(catalog, scene.clock)
                .read(
                        "controls: {s3-bucket-encryption: {mode: enforce, settings: {%s}}}"
                                .formatted(settings)
                                .getBytes(StandardCharsets.UTF_8),
                        "test.yaml")
                .rules();
        return Rehearsal.of(catalog.configured(rules), scene.aws, scene.clock)
                .keeping(scene.ledger)
                .under(DecisionPolicy.of(rules));
    }

    private ServerSideEncryptionRule rule() {
        return scene.owner()
                .getBucketEncryption(get -> get.bucket("orders"))
                .serverSideEncryptionConfiguration()
                .rules()
                .getFirst();
    }

    private static EventBuilder put(Object configuration) {
        return Scene.on("PutBucketEncryption").request("ServerSideEncryptionConfiguration", configuration);
    }
}
