package dev.overseer.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Machine;

class EventRulesTest {
    private static final Path DATA = Path.of("../../../shared/data");
    private static final JsonMapper JSON = new JsonMapper();

    private static final String RENAMED = """
            {"source": ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"],
             "detail": {"eventSource": ["s3.amazonaws.com"], "eventName": [{"prefix": "PutBucket"}],
                        "errorCode": [{"exists": false}, null, ""]}}
            """;
    private static final String ONLY_IN_IRELAND = """
            {"source": ["aws.s3"], "region": ["eu-west-1"], "detail": {"eventName": ["PutBucketPolicy"]}}
            """;
    private static final String ONLY_IN_FRANKFURT = """
            {"source": ["aws.s3"], "region": ["eu-central-1"], "detail": {"eventName": ["DeleteBucket"]}}
            """;
    private static final String WHATEVER_HAPPENS = """
            {"source": ["aws.s3"], "region": ["eu-west-1"], "detail": {}}
            """;

    @Test
    void makesOneRuleOfPatternsThatDifferInEventNames() {
        List<EventRule> rules = EventRules.of(List.of(
                control("sessions", EventPattern.creations("glue", "CreateSession", "CreateDevEndpoint")),
                control("endpoints", EventPattern.apiCalls("glue", "CreateDevEndpoint", "UpdateDevEndpoint"))));

        assertThat(rules).singleElement().satisfies(rule -> {
            assertThat(rule.id()).isEqualTo("GlueRule");
            assertThat(rule.controls()).containsExactly("endpoints", "sessions");
            assertThat(rule.pattern())
                    .isEqualTo(
                            "{\"source\":[\"aws.glue\"],\"detail-type\":[\"AWS API Call via CloudTrail\"],\"detail\":{\"eventSource\":[\"glue.amazonaws.com\"],\"errorCode\":[{\"exists\":false},null,\"\"],\"eventName\":[\"CreateDevEndpoint\",\"CreateSession\",\"UpdateDevEndpoint\"]}}");
        });
    }

    @Test
    void neverMergesWhatDiffersInAnotherField() {
        List<EventRule> rules = EventRules.of(List.of(
                control("a", EventPattern.ofJson(ONLY_IN_IRELAND), EventPattern.ofJson(ONLY_IN_FRANKFURT)),
                control("b", EventPattern.apiCalls("glue", "CreateJob")),
                control("c", EventPattern.apiCalls("s3", "CreateBucket"))));

        assertThat(rules).extracting(EventRule::id).containsExactly("S3Rule", "S3Rule2", "GlueRule", "S3Rule3");
        // A merge of the regions would let it through
        assertThat(taken(
                        rules,
                        Events.apiCall("s3", "DeleteBucket").region("eu-west-1").envelope()))
                .isFalse();
        assertThat(taken(
                        rules,
                        Events.apiCall("s3", "DeleteBucket")
                                .region("eu-central-1")
                                .envelope()))
                .isTrue();
    }

    @Test
    void keepsAPatternWithoutEventNamesApart() {
        List<EventRule> rules = EventRules.of(List.of(
                control("all", EventPattern.ofJson(WHATEVER_HAPPENS.replace("{}", "{\"readOnly\": [false]}"))),
                control("some", EventPattern.ofJson(ONLY_IN_IRELAND))));

        assertThat(rules)
                .extracting(EventRule::pattern)
                .satisfiesExactly(
                        all -> assertThat(all).doesNotContain("eventName"),
                        some -> assertThat(some).contains("\"eventName\":[\"PutBucketPolicy\"]"));
    }

    @Test
    void mergesMatchersOfNamesAsTheyAre() {
        List<EventRule> rules = EventRules.of(List.of(
                control("a", EventPattern.ofJson(RENAMED)), control("b", EventPattern.apiCalls("s3", "CreateBucket"))));

        assertThat(rules)
                .singleElement()
                .satisfies(rule -> assertThat(rule.pattern())
                        .contains("\"eventName\":[\"CreateBucket\",{\"prefix\":\"PutBucket\"}]"));
    }

    @Test
    void splitsARuleSoThatNoPatternIsTooLong() {
        String[] names = IntStream.range(0, 400)
                .mapToObj("DoSomethingNumber%03d"::formatted)
                .toArray(String[]::new);
        List<ControlDescriptor> controls = List.of(control("busy", EventPattern.apiCalls("ec2", names)));
        List<EventRule> rules = EventRules.of(controls);

        assertThat(rules)
                .hasSizeGreaterThan(3)
                .allSatisfy(rule -> assertThat(rule.pattern().length()).isLessThanOrEqualTo(2_048));
        // As few as can be: what comes first in a rule would not have gone into the one before
        for (int index = 1; index < rules.size(); index++) {
            int nextName = "\"DoSomethingNumber000\",".length();
            assertThat(rules.get(index - 1).pattern().length() + nextName).isGreaterThan(2_048);
        }
        assertThat(rules.stream().flatMap(rule -> names(rule).stream()).toList())
                .containsExactly(names);
        assertThat(rules)
                .extracting(EventRule::id)
                .startsWith("Ec2Rule", "Ec2Rule2")
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesAPatternThatIsTooLongByItself() {
        String[] groups =
                IntStream.range(0, 200).mapToObj("group-%d"::formatted).toArray(String[]::new);
        String pattern = "{\"source\": [\"aws.ec2\"], \"detail\": {\"groups\": [\"%s\"]}}"
                .formatted(String.join("\", \"", groups));

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> EventRules.of(List.of(control("groups", EventPattern.ofJson(pattern)))))
                .withMessageStartingWith("The event pattern of groups has 2,")
                .withMessageContaining("EventBridge takes 2,048");
    }

    @Test
    void doesNotDependOnTheOrderOfControls() {
        List<ControlDescriptor> controls = new ArrayList<>(several());
        List<EventRule> rules = EventRules.of(controls);
        Collections.reverse(controls);

        assertThat(EventRules.of(controls)).isEqualTo(rules);
    }

    @Test
    void takesOfMadeEventsExactlyWhatTheRouterTakes() {
        List<ControlDescriptor> controls = several();
        List<ObjectNode> events = Stream.of("glue", "s3", "ec2")
                .flatMap(service -> Stream.of(
                                "CreateDevEndpoint",
                                "UpdateDevEndpoint",
                                "CreateSession",
                                "CreateBucket",
                                "PutBucketPolicy",
                                "DeleteBucket",
                                "RunInstances",
                                "PutBucketAcl",
                                "GetBucketAcl")
                        .map(name -> Events.apiCall(service, name)))
                .flatMap(EventRulesTest::variants)
                .toList();

        assertThat(takenByRules(controls, events))
                .isEqualTo(takenByRouter(controls, events))
                .hasSizeBetween(10, events.size() / 2);
        // It can fail: a rule less takes less
        List<ControlDescriptor> fewer = controls.subList(1, controls.size());
        assertThat(takenByRules(fewer, events)).isNotEqualTo(takenByRouter(controls, events));
    }

    @Test
    void takesOfCapturedRecordsExactlyWhatTheRouterTakes() throws IOException {
        assumeTrue(Files.isDirectory(DATA), () -> "No captured records at " + DATA.toAbsolutePath());
        List<ObjectNode> events = captured();
        List<ControlDescriptor> installed =
                PluginCatalog.load(getClass().getClassLoader()).routable();

        assertThat(events).hasSizeGreaterThan(1_700);
        assertThat(takenByRules(several(), events))
                .isEqualTo(takenByRouter(several(), events))
                .hasSize(8);
        assertThat(takenByRules(installed, events)).isEqualTo(takenByRouter(installed, events));
    }

    private static List<ControlDescriptor> several() {
        return List.of(
                control("endpoints", EventPattern.creations("glue", "CreateDevEndpoint", "UpdateDevEndpoint")),
                control("sessions", EventPattern.creations("glue", "CreateSession")),
                control(
                        "buckets",
                        EventPattern.apiCalls("s3", "CreateBucket"),
                        EventPattern.apiCalls("s3", "PutBucketPolicy")),
                control("hosts", EventPattern.apiCalls("ec2", "RunInstances", "AuthorizeSecurityGroupIngress")));
    }

    private static Stream<ObjectNode> variants(EventBuilder event) {
        ObjectNode forged = event.envelope().put("source", "com.example");
        return Stream.of(
                event.envelope(),
                event.with("errorCode", "").envelope(),
                event.with("errorCode", null).envelope(),
                event.with("errorCode", "AccessDenied").envelope(),
                forged);
    }

    private static List<ObjectNode> captured() throws IOException {
        List<ObjectNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(DATA.resolve("cloudtrail-records.jsonl"))) {
            events.add(enveloped((ObjectNode) JSON.readTree(line)));
        }
        return events;
    }

    /** Returns a record as EventBridge delivers it. */
    private static ObjectNode enveloped(ObjectNode record) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0").put("id", record.path("eventID").asText());
        boolean call = record.path("eventType").asText().equals("AwsApiCall");
        event.put("detail-type", call ? "AWS API Call via CloudTrail" : "AWS Service Event via CloudTrail");
        event.put("source", "aws." + record.path("eventSource").asText().replaceFirst("\\..*", ""));
        event.put("account", record.path("recipientAccountId").asText());
        event.put("time", record.path("eventTime").asText())
                .put("region", record.path("awsRegion").asText());
        event.putArray("resources");
        event.set("detail", record);
        return event;
    }

    private static Set<Integer> takenByRules(List<ControlDescriptor> controls, List<ObjectNode> events) {
        List<EventRule> rules = EventRules.of(controls);
        Set<Integer> taken = new TreeSet<>();
        for (int index = 0; index < events.size(); index++) {
            if (taken(rules, events.get(index))) {
                taken.add(index);
            }
        }
        return taken;
    }

    private static Set<Integer> takenByRouter(List<ControlDescriptor> controls, List<ObjectNode> events) {
        EventReader reader = new EventReader(new EventRouter(controls));
        Set<Integer> taken = new TreeSet<>();
        for (int index = 0; index < events.size(); index++) {
            int event = index;
            reader.read(events.get(index).toString().getBytes(StandardCharsets.UTF_8), "test", reading -> {
                if (reading instanceof Reading.Routed) {
                    taken.add(event);
                }
            });
        }
        return taken;
    }

    private static boolean taken(List<EventRule> rules, ObjectNode event) {
        try {
            Machine machine = Machine.builder().build();
            for (EventRule rule : rules) {
                machine.addRule(rule.id(), rule.pattern());
            }
            return !machine.rulesForJSONEvent(event.toString()).isEmpty();
        } catch (Exception broken) {
            throw new AssertionError("a rule or an event is not JSON", broken);
        }
    }

    private static List<String> names(EventRule rule) {
        try {
            return JSON.readTree(rule.pattern())
                    .path("detail")
                    .path("eventName")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
        } catch (IOException broken) {
            throw new AssertionError(rule.pattern(), broken);
        }
    }

    private static ControlDescriptor control(String id, EventPattern... patterns) {
        return ControlDescriptor.control(id, "A test").on(patterns).build();
    }
}
