package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.engine.OfflineJudge;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Judgement.Verdict;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Transcript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DevEndpointChecksTest {
    private static final Map<String, Object> GIVEN = Map.of(
            "securityConfiguration",
            "test-secure",
            "securityGroupIds",
            List.of("sg-0123456789abcdef0"),
            "publicKeys",
            List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"),
            "subnetId",
            "subnet-0123456789abcdef0");

    private static final Map<String, String> CHECKS = Map.of(
            "securityConfiguration", "security-configuration",
            "securityGroupIds", "security-groups",
            "publicKeys", "public-keys",
            "subnetId", "subnet");

    static Stream<List<String>> combinations() {
        List<String> fields = GIVEN.keySet().stream().sorted().toList();
        return IntStream.range(0, 16)
                .mapToObj(bits -> IntStream.range(0, 4)
                        .filter(i -> (bits & 1 << i) != 0)
                        .mapToObj(fields::get)
                        .toList());
    }

    @ParameterizedTest(name = "without {0}")
    @MethodSource("combinations")
    void anEndpointIsInsecureWithoutAnyOfTheFour(List<String> missing) {
        EventBuilder event = without(missing);

        Judgement judgement = judge(event.event());
        Scene scene = new Scene();
        Transcript transcript = scene.play(event);

        assertThat(judgement.verdict()).isEqualTo(missing.isEmpty() ? Verdict.PASSES : Verdict.FAILS);
        assertThat(judgement.findings())
                .extracting(Finding::check)
                .containsExactlyInAnyOrderElementsOf(
                        missing.stream().map(CHECKS::get).toList());
        assertThat(transcript.outcome().kind()).isEqualTo(missing.isEmpty() ? COMPLIANT : REMEDIATED);
        assertThat(transcript.outcome().findings()).isEqualTo(judgement.findings());
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(missing.isEmpty() ? 0 : 1);
    }

    @Test
    void aCompliantEndpointCostsNoCall() {
        Scene scene = new Scene();

        assertThat(scene.play(Scene.CLOSED).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
    }

    static Stream<Arguments> waysToGiveNothing() {
        List<Object> empties = new ArrayList<>(List.of("", " ", List.of(), List.of("")));
        empties.add(null);
        return GIVEN.keySet().stream()
                .sorted()
                .flatMap(field -> empties.stream().map(empty -> Arguments.of(field, empty)));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("waysToGiveNothing")
    void nullEmptyAndBlankAllCountAsNothing(String field, Object nothing) {
        EventBuilder event = without(List.of(field)).request(field, nothing);
        Scene scene = new Scene();

        Transcript transcript = scene.play(event);

        assertThat(judge(event.event()).findings()).extracting(Finding::check).containsExactly(CHECKS.get(field));
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.outcome().findings()).extracting(Finding::check).containsExactly(CHECKS.get(field));
        assertThat(scene.glue.exists("test1")).isFalse();
    }

    @Test
    void aLegacyPublicKeyCountsAsAKey() {
        EventBuilder event = without(List.of("publicKeys")).request("publicKey", "ssh-rsa AAAAB3NzaC1yc2E");
        Scene scene = new Scene();

        assertThat(judge(event.event()).verdict()).isEqualTo(Verdict.PASSES);
        assertThat(scene.play(event).outcome().kind()).isEqualTo(COMPLIANT);
    }

    @Test
    void aBlankLegacyKeyCountsAsNone() {
        EventBuilder event = without(List.of("publicKeys")).request("publicKey", " ");

        assertThat(judge(event.event()).findings()).extracting(Finding::check).containsExactly("public-keys");
    }

    static Stream<Arguments> valuesThatCannotBeJudged() {
        return Stream.of(
                Arguments.of("securityConfiguration", "HIDDEN_DUE_TO_SECURITY_REASONS"),
                Arguments.of("securityConfiguration", Map.of("name", "x")),
                Arguments.of("securityGroupIds", "HIDDEN_DUE_TO_SECURITY_REASONS"),
                Arguments.of("securityGroupIds", Arrays.asList("HIDDEN_DUE_TO_SECURITY_REASONS", "sg-1")),
                Arguments.of("publicKeys", "ssh-rsa AAAA"),
                Arguments.of("subnetId", 7));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("valuesThatCannotBeJudged")
    void theLiveEndpointDecidesWhereTheEventDoesNotTell(String field, Object value) {
        EventBuilder event = without(List.of(field)).request(field, value);
        Scene scene = new Scene();
        scene.aws
                .onCall("GetDevEndpoint")
                .before(call -> scene.glue
                        .endpoint("test1")
                        .securityConfiguration("test-secure")
                        .securityGroupIds("sg-1")
                        .publicKeys("ssh-rsa AAAA")
                        .subnetId("subnet-1")
                        .ready());

        assertThat(judge(event.event()).verdict()).isEqualTo(Verdict.NOT_JUDGED);
        assertThat(scene.play(event).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).hasSize(1);
        assertThat(scene.aws.writes()).isEmpty();
    }

    private static EventBuilder without(List<String> missing) {
        EventBuilder event = Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1");
        for (Map.Entry<String, Object> field : GIVEN.entrySet()) {
            if (!missing.contains(field.getKey())) {
                event = event.request(field.getKey(), field.getValue());
            }
        }
        return event;
    }

    private static Judgement judge(CloudTrailEvent event) {
        RegisteredControl<?> control = PluginCatalog.of(List.of(new GluePlugin()))
                .find("glue-dev-endpoint")
                .orElseThrow();
        ResourceRef target = control.control().targets(event).getFirst();
        return new OfflineJudge().judge(control, target, event);
    }
}
