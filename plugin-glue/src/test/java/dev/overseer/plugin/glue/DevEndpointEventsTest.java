package dev.overseer.plugin.glue;

import static dev.overseer.runtime.event.IgnoredReason.FAILED_CALL;
import static dev.overseer.runtime.event.IgnoredReason.NO_CONTROL;
import static dev.overseer.runtime.event.IgnoredReason.NO_TARGET;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Ruler;

class DevEndpointEventsTest {
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<EventBuilder> failedCalls() {
        return Stream.of(
                Scene.OPEN.error("AlreadyExistsException"),
                Scene.OPEN.error("AccessDenied"),
                Events.apiCall("glue", "CreateDevEndpoint").error("AccessDenied"),
                Scene.OPEN.with("errorCode", "Client.SomeError"));
    }

    @ParameterizedTest
    @MethodSource("failedCalls")
    void aFailedCallOpensNothingWhateverItNames(EventBuilder event) {
        Scene scene = new Scene();
        scene.glue.endpoint("test1").ready();

        Transcript transcript = scene.play(event);

        assertThat(transcript.ignoredFor()).containsExactly(FAILED_CALL);
        assertThat(transcript.opened()).isEmpty();
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void anErrorCodeOnTheEnvelopeIsNotAFailedCall() {
        ObjectNode envelope = Scene.OPEN.envelope().put("errorCode", "AccessDenied");

        Transcript transcript = new Scene().rehearsal().play(bytes(envelope));

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void aNullOrBlankErrorCodeIsNotAFailedCall() {
        assertThat(new Scene()
                        .play(Scene.OPEN.with("errorCode", null))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
        assertThat(new Scene().play(Scene.OPEN.with("errorCode", "")).outcome().kind())
                .isEqualTo(REMEDIATED);
        assertThat(new Scene().play(Scene.OPEN.with("errorCode", " ")).outcome().kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void anEventWithoutANameHasNoTarget() {
        EventBuilder nameless = Events.apiCall("glue", "CreateDevEndpoint");

        assertThat(new Scene().play(nameless).ignoredFor()).containsExactly(NO_TARGET);
        assertThat(new Scene().play(nameless.request("endpointName", null)).ignoredFor())
                .containsExactly(NO_TARGET);
        assertThat(new Scene().play(nameless.request("endpointName", " ")).ignoredFor())
                .containsExactly(NO_TARGET);
    }

    @Test
    void theNameMayStandInTheResponseAlone() {
        EventBuilder event = Events.apiCall("glue", "CreateDevEndpoint").response("endpointName", "test1");

        assertThat(new Scene().play(event).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void aNameOfAnotherTypeMakesTheEventUnreadable() {
        Scene scene = new Scene();

        Transcript transcript = scene.play(Scene.OPEN.request("endpointName", Map.of("a", 1)));

        assertThat(transcript.unreadable())
                .singleElement()
                .satisfies(unreadable -> assertThat(unreadable.problem())
                        .contains("requestParameters.endpointName is object, not text"));
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void otherCallsAreNoBusinessOfThisControl() {
        assertThat(new Scene()
                        .play(Events.apiCall("glue", "DeleteDevEndpoint").request("endpointName", "test1"))
                        .ignoredFor())
                .containsExactly(NO_CONTROL);
        assertThat(new Scene()
                        .play(Events.apiCall("cloudshell", "CreateSession"))
                        .ignoredFor())
                .containsExactly(NO_CONTROL);
    }

    @Test
    void theTargetsAccountIsTheOneThatWasCalled() {
        EventBuilder event = Scene.OPEN
                .by("arn:aws:sts::999999999999:assumed-role/Deployer/pipeline")
                .account("210987654321");
        Scene scene = new Scene();

        Transcript transcript = scene.play(event);

        assertThat(transcript.opened()).extracting(i -> i.target().account()).containsExactly("210987654321");
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.aws.calls())
                .allSatisfy(call -> assertThat(call.account()).isEqualTo("210987654321"));
    }

    @Test
    void disagreeingAccountsAreRefused() {
        ObjectNode envelope = Scene.OPEN.envelope().put("account", "210987654321");

        assertRefused(bytes(envelope));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12a", "1234567890123", "12345678901é"})
    void anAccountThatIsNoneIsRefused(String account) {
        assertRefused(bytes(Scene.OPEN.account(account).record()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.example.org/", "eu-west-1.example.org", "", "eu", "eu-west-1\n"})
    void aRegionThatIsNoneIsRefused(String region) {
        assertRefused(bytes(Scene.OPEN.region(region).record()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"b'c",
                "line\nbreak",
                "../../etc/passwd",
                "*",
                "a/b*?$",
                "überfluss-端点-🚀",
                "\u001b[31mred\u001b[0m\u0007",
                "\u202egnitirw\u202c",
                "${jndi:ldap://127.0.0.1/x}",
                "%s{}"
            })
    void aNameIsDataWhateverItHolds(String name) {
        Scene scene = new Scene(Lifecycle.starting("READY"));

        Transcript transcript = scene.play(Scene.OPEN.request("endpointName", name));

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.opened()).extracting(i -> i.target().id()).containsExactly(name);
        assertThat(scene.aws.writes())
                .singleElement()
                .satisfies(call ->
                        assertThat(call.json().path("EndpointName").asText()).isEqualTo(name));
        assertThat(scene.glue.exists(name)).isFalse();
    }

    @Test
    void aNameOfAThousandCharactersIsDataToo() {
        Scene scene = new Scene(Lifecycle.starting("READY"));

        assertThat(scene.play(Scene.OPEN.request("endpointName", "x".repeat(1000)))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void incidentIdsTellEventsTargetsAndControlsApart() {
        Scene scene = new Scene();
        Incident incident = scene.play(Scene.OPEN).opened().getFirst();

        assertThat(incident.id()).matches("[a-z2-7]{26}");
        assertThat(scene.play(Scene.OPEN.id("another")).opened().getFirst().id())
                .isNotEqualTo(incident.id());
        assertThat(scene.play(Scene.OPEN.request("endpointName", "test2").id("same"))
                        .opened()
                        .getFirst()
                        .id())
                .isNotEqualTo(
                        scene.play(Scene.OPEN.id("same")).opened().getFirst().id());
    }

    @Test
    void itsPatternIsTheRuleThatDeliversItsEvents() throws Exception {
        ControlDescriptor descriptor = new DevEndpointControl().descriptor();
        EventPattern pattern = descriptor.patterns().getFirst();

        assertThat(JSON.readTree(pattern.json())).isEqualTo(JSON.readTree("""
                        {"source": ["aws.glue"], "detail-type": ["AWS API Call via CloudTrail"],
                         "detail": {"eventSource": ["glue.amazonaws.com"], "eventName": ["CreateDevEndpoint"],
                                    "errorCode": [{"exists": false}, null, ""]}}"""));
        assertThat(Ruler.matchesRule(Scene.OPEN.envelopeJson(), pattern.json())).isTrue();
        assertThat(Ruler.matchesRule(Scene.OPEN.error("AccessDenied").envelopeJson(), pattern.json()))
                .isFalse();
    }

    private static void assertRefused(byte[] input) {
        Scene scene = new Scene();
        Transcript transcript = scene.rehearsal().play(input);
        assertThat(transcript.unreadable()).hasSize(1);
        assertThat(transcript.opened()).isEmpty();
        assertThat(scene.aws.calls()).isEmpty();
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
