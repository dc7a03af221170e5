package dev.overseer.plugin.glue;

import static dev.overseer.runtime.event.IgnoredReason.FAILED_CALL;
import static dev.overseer.runtime.event.IgnoredReason.NO_TARGET;
import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.runtime.engine.OfflineJudge;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Judgement.Verdict;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Transcript;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractiveSessionEventsTest {

    @Test
    void aFailedCallOpensNothingWhateverItNames() {
        Scene scene = new Scene();

        Transcript transcript = scene.play(Scene.OPEN_SESSION.error("AlreadyExistsException"));

        assertThat(transcript.ignoredFor()).containsExactly(FAILED_CALL);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void aSessionWithoutAnIdHasNoTarget() {
        EventBuilder nameless = Events.apiCall("glue", "CreateSession");

        assertThat(new Scene().play(nameless).ignoredFor()).containsExactly(NO_TARGET);
        assertThat(new Scene().play(nameless.request("id", " ")).ignoredFor()).containsExactly(NO_TARGET);
    }

    static Stream<EventBuilder> idsInTheResponse() {
        EventBuilder event = Events.apiCall("glue", "CreateSession");
        return Stream.of(event.response("id", "session1"), event.response("session", Map.of("id", "session1")));
    }

    @ParameterizedTest
    @MethodSource("idsInTheResponse")
    void theIdMayStandInTheResponseAlone(EventBuilder event) {
        assertThat(new Scene(Lifecycle.starting("READY")).play(event).outcome().kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void anIdOfAnotherTypeMakesTheEventUnreadable() {
        assertThat(new Scene()
                        .play(Scene.OPEN_SESSION.request("id", Map.of("a", 1)))
                        .unreadable())
                .singleElement()
                .satisfies(unreadable ->
                        assertThat(unreadable.problem()).contains("requestParameters.id is object, not text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b'c", "*", "a/b*?$", "überfluss-端点-🚀", "${jndi:ldap://127.0.0.1/x}"})
    void anIdIsDataWhateverItHolds(String id) {
        Scene scene = new Scene(Lifecycle.starting("READY"));

        assertThat(scene.play(Scene.OPEN_SESSION.request("id", id)).outcome().kind())
                .isEqualTo(REMEDIATED);
        assertThat(scene.aws.writes())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.json().path("Id").asText()).isEqualTo(id));
    }

    static Stream<Arguments> judgements() {
        Object connected = Map.of("connections", List.of("private-network"));
        return Stream.of(
                Arguments.of("secure", connected, List.of()),
                Arguments.of(null, connected, List.of("security-configuration")),
                Arguments.of(" ", connected, List.of("security-configuration")),
                Arguments.of("secure", null, List.of("connection")),
                Arguments.of("secure", Map.of(), List.of("connection")),
                Arguments.of("secure", Map.of("connections", List.of()), List.of("connection")),
                Arguments.of("secure", Map.of("connections", List.of("")), List.of("connection")),
                Arguments.of(null, null, List.of("security-configuration", "connection")));
    }

    @ParameterizedTest(name = "securityConfiguration {0}, connections {1}")
    @MethodSource("judgements")
    void theEventAndTheLiveSessionAreJudgedAlike(Object configuration, Object connections, List<String> failed) {
        EventBuilder event = Scene.OPEN_SESSION
                .request("securityConfiguration", configuration)
                .request("connections", connections);
        Scene scene = new Scene(Lifecycle.starting("READY"));

        Transcript transcript = scene.play(event);

        assertThat(judge(event.event()).findings()).extracting(Finding::check).isEqualTo(failed);
        assertThat(transcript.outcome().kind()).isEqualTo(failed.isEmpty() ? COMPLIANT : REMEDIATED);
        assertThat(transcript.outcome().findings()).extracting(Finding::check).isEqualTo(failed);
    }

    static Stream<Arguments> valuesThatCannotBeJudged() {
        String hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";
        return Stream.of(
                Arguments.of("securityConfiguration", hidden),
                Arguments.of("securityConfiguration", 7),
                Arguments.of("connections", hidden),
                Arguments.of("connections", List.of("private-network")),
                Arguments.of("connections", Map.of("connections", hidden)),
                Arguments.of("connections", Map.of("connections", Arrays.asList(hidden, "x"))));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("valuesThatCannotBeJudged")
    void theLiveSessionDecidesWhereTheEventDoesNotTell(String field, Object value) {
        EventBuilder event = Scene.CLOSED_SESSION.request(field, value);
        Scene scene = new Scene();
        scene.aws.onCall("GetSession").before(call -> scene.glue.seed(Scene.CLOSED_SESSION.event()));

        assertThat(judge(event.event()).verdict()).isEqualTo(Verdict.NOT_JUDGED);
        assertThat(scene.play(event).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).hasSize(1);
    }

    private static Judgement judge(CloudTrailEvent event) {
        RegisteredControl<?> control = PluginCatalog.of(List.of(new GluePlugin()))
                .find("glue-interactive-session")
                .orElseThrow();
        return new OfflineJudge()
                .judge(control, control.control().targets(event).getFirst(), event);
    }
}
