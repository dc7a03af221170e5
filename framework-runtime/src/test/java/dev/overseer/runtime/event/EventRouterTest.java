package dev.overseer.runtime.event;

import static dev.overseer.runtime.event.Samples.CREATED;
import static dev.overseer.runtime.event.Samples.createdWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

class EventRouterTest {

    @Test
    void namesOnlyWhatPatternsList() {
        EventRouter router = new EventRouter(List.of(
                control("a", EventPattern.creations("glue", "CreateDevEndpoint", "CreateJob")),
                control("b", EventPattern.apiCalls("s3", "PutBucketAcl"))));

        assertThat(router.names("glue.amazonaws.com", "CreateJob")).isTrue();
        assertThat(router.names("s3.amazonaws.com", "PutBucketAcl")).isTrue();
        assertThat(router.names("s3.amazonaws.com", "CreateJob")).isFalse();
        assertThat(router.names("ec2.amazonaws.com", "PutBucketAcl")).isFalse();
        assertThat(new EventRouter(List.of()).names("glue.amazonaws.com", "CreateJob"))
                .isFalse();
    }

    @Test
    void asksPatternsThatDoNotListNamesAboutEveryEventOfTheirSource() {
        EventRouter router = new EventRouter(List.of(control("any-creation", EventPattern.ofJson("""
                        {"source":["aws.glue"],"detail":{"eventSource":["glue.amazonaws.com"],"eventName":[{"prefix":"Create"}]}}"""))));

        assertThat(router.names("glue.amazonaws.com", "Whatever")).isTrue();
        assertThat(router.names("s3.amazonaws.com", "CreateBucket")).isFalse();
        assertThat(controls(router, CREATED)).containsExactly("any-creation");
        assertThat(controls(router, createdWith("eventName", "\"DeleteDevEndpoint\"")))
                .isEmpty();
    }

    @Test
    void asksPatternsWithoutASourceAboutEveryEvent() {
        EventRouter router = new EventRouter(List.of(
                control("all", EventPattern.ofJson("{\"source\":[{\"prefix\":\"aws.\"}]}")),
                control("one", EventPattern.apiCalls("glue", "CreateDevEndpoint"))));

        assertThat(router.names("anything.amazonaws.com", "Whatever")).isTrue();
        assertThat(controls(router, CREATED)).containsExactly("all", "one");
    }

    @Test
    void asksThemAlsoAboutSourcesThatOthersList() {
        EventRouter router = new EventRouter(List.of(
                control("named", EventPattern.ofJson("""
                        {"source":["aws.glue"],"detail":{"eventName":["CreateDevEndpoint"]}}""")),
                control("of-glue", EventPattern.apiCalls("glue", "CreateJob"))));

        assertThat(controls(router, CREATED)).containsExactly("named");
    }

    @Test
    void findsEveryControlOnceAndACreationIfOnePatternSaysSo() {
        EventRouter router = new EventRouter(List.of(
                control("calls", EventPattern.apiCalls("glue", "CreateDevEndpoint", "UpdateDevEndpoint")),
                control(
                        "both",
                        EventPattern.apiCalls("glue", "CreateDevEndpoint"),
                        EventPattern.creations("glue", "CreateDevEndpoint")),
                control("other", EventPattern.creations("glue", "CreateJob"))));

        assertThat(router.route(event(CREATED)))
                .containsExactly(new Reading.Route("calls", false), new Reading.Route("both", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "detail":{"requestParameters":{"endpointName":["test1"]}}                             | true
            "detail":{"requestParameters":{"endpointName":["test2"]}}                             | false
            "detail":{"requestParameters":{"numberOfNodes":[{"numeric":[">",4]}]}}                | true
            "detail":{"eventName":["CreateDevEndpoint"],"userIdentity":{"type":["IAMUser"]}}      | true
            "region":[{"anything-but":"eu-west-1"}]                                               | false
            "region":["eu-west-1"],"account":["123456789012"],"detail":{"eventType":["AwsApiCall"]} | true
            "detail":{"eventType":[{"exists":false}]}                                             | false
            "$or":[{"region":["eu-west-1"]},{"account":["210987654321"]}]                         | true
            "detail":{"errorCode":["AccessDenied"]}                                               | false
            "detail":{"errorCode":[{"exists":false}]}                                             | true
            "detail-type":["AWS Service Event via CloudTrail"]                                    | false
            """)
    void decidesAsEventBridgeDoes(String clauses, boolean selected) {
        EventRouter router = new EventRouter(
                List.of(control("c", EventPattern.ofJson("{\"source\":[\"aws.glue\"],%s}".formatted(clauses)))));

        assertThat(controls(router, CREATED)).hasSize(selected ? 1 : 0);
        assertThat(router.route(event(CREATED))).hasSize(selected ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \""})
    void takesABlankErrorCodeForNone(String errorCode) {
        String ruled =
                "{\"source\":[\"aws.glue\"],\"detail\":{\"requestParameters\":{\"endpointName\":[\"test1\"]},\"errorCode\":[{\"exists\":false},null,\"\"]}}";

        for (EventPattern pattern :
                List.of(EventPattern.creations("glue", "CreateDevEndpoint"), EventPattern.ofJson(ruled))) {
            assertThat(controls(new EventRouter(List.of(control("c", pattern))), createdWith("errorCode", errorCode)))
                    .containsExactly("c");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                             | true
            ,"errorCode":null              | true
            ,"errorCode":""                | true
            ,"errorCode":"AccessDenied"    | false
            """)
    void reliesOnAClauseThatEventBridgesOwnEngineUnderstands(String errorCode, boolean selected) throws Exception {
        String pattern = EventPattern.creations("glue", "CreateDevEndpoint").json();
        Machine machine = Machine.builder().build();
        machine.addRule("rule", pattern);

        assertThat(JsonRuleCompiler.check(pattern)).isNull();
        assertThat(machine.rulesForJSONEvent("""
                {"source":"aws.glue","detail-type":"AWS API Call via CloudTrail",\
                "detail":{"eventSource":"glue.amazonaws.com","eventName":"CreateDevEndpoint"%s}}""".formatted(errorCode))).hasSize(selected ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "glue.amazonaws.com,        AwsApiCall,       aws.glue,  AWS API Call via CloudTrail",
        "s3-control.amazonaws.com,  '',               aws.s3,    AWS API Call via CloudTrail",
        "kms.amazonaws.com,         AwsServiceEvent,  aws.kms,   AWS Service Event via CloudTrail",
        "signin.amazonaws.com,      AwsConsoleSignIn, aws.signin, AWS Console Sign In via CloudTrail",
        "x.amazonaws.com,           AwsConsoleAction, aws.x,     AWS Console Action via CloudTrail"
    })
    void routesABareRecordAsIfEnveloped(String eventSource, String type, String source, String detailType) {
        EventRouter router = new EventRouter(
                List.of(control("c", EventPattern.ofJson("""
                {"source":["%s"],"detail-type":["%s"],"detail":{"eventSource":["%s"]}}""".formatted(source, detailType, eventSource)))));
        String record = createdWith("eventSource", '"' + eventSource + '"')
                .replace("\"AwsApiCall\"", type.isEmpty() ? "null" : '"' + type + '"');

        assertThat(controls(router, record)).containsExactly("c");
    }

    @Test
    void refusesAPatternThatIsNotJson() {
        assertThatThrownBy(() -> new EventRouter(List.of(control("typo", EventPattern.ofJson("{\"source\":")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Control typo has a pattern that is not JSON");
    }

    private static ControlDescriptor control(String id, EventPattern... patterns) {
        return ControlDescriptor.control(id, "A test").on(patterns).build();
    }

    private static List<String> controls(EventRouter router, String input) {
        List<Reading> readings = new ArrayList<>();
        new EventReader(router).read(input.getBytes(UTF_8), "the test", readings::add);
        return readings.stream()
                .filter(Reading.Routed.class::isInstance)
                .flatMap(reading -> ((Reading.Routed) reading).routes().stream())
                .map(Reading.Route::control)
                .toList();
    }

    private static CloudTrailEvent event(String input) {
        return ((Reading.Routed) Samples.read(input).getFirst()).event();
    }
}
