package dev.overseer.plugin.ec2;

import static dev.overseer.plugin.ec2.Scene.event;
import static dev.overseer.plugin.ec2.Scene.launched;
import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Transcript;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;

class InstanceMetadataTest {
    private static final String CONTROL = "ec2-instance-imdsv2";
    private static final String TYPE = "AWS::EC2::Instance";
    private static final EventBuilder OPEN = launched("optional", "i-1");

    private final Scene scene = new Scene();
    private final InstanceMetadataControl control = new InstanceMetadataControl();

    @Test
    void isAboutEveryInstanceThatWasLaunched() {
        assertThat(control.targets(launched("optional", "i-1", "i-2").event()))
                .containsExactly(
                        ResourceRef.of("123456789012", "eu-west-1", TYPE, "i-1"),
                        ResourceRef.of("123456789012", "eu-west-1", TYPE, "i-2"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'httpTokens': 'optional', 'httpEndpoint': 'enabled'}   | FAILS",
                "{'httpTokens': 'optional'}                              | FAILS",
                "{'httpTokens': 'required', 'httpEndpoint': 'enabled'}   | PASSES",
                "{'httpTokens': 'optional', 'httpEndpoint': 'disabled'}  | PASSES",
                "{'httpTokens': 'HIDDEN_DUE_TO_SECURITY_REASONS'}        | NOT_JUDGED",
                "'HIDDEN_DUE_TO_SECURITY_REASONS'                        | NOT_JUDGED",
                "{'httpTokens': ['required']}                            | NOT_JUDGED",
                "{}                                                      | NOT_JUDGED",
                "null                                                    | NOT_JUDGED",
            })
    void judgesALaunchByItsAnswer(String options, Judgement.Verdict verdict) {
        for (String list : new String[] {"{\"items\": [%s]}", "{\"items\": %s}", "{\"item\": %s}", "%s"}) {
            String item = "{\"instanceId\": \"i-1\", \"metadataOptions\": %s}".formatted(options.replace('\'', '"'));
            EventBuilder event = event("RunInstances", "{}", "{\"instancesSet\": %s}".formatted(list.formatted(item)));

            assertThat(Scene.judged(CONTROL, event))
                    .as(list)
                    .extracting(Judgement::verdict)
                    .containsExactly(verdict);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'InstanceId': 'i-1', 'HttpTokens': 'optional'}                             | null | FAILS",
                "{'InstanceId': 'i-1', 'HttpTokens': 'required', 'HttpEndpoint': 'enabled'}  | null | PASSES",
                "{'InstanceId': 'i-1', 'HttpPutResponseHopLimit': 2.0}                       | null | NOT_JUDGED",
                "{'InstanceId': 'i-1', 'HttpTokens': 'HIDDEN_DUE_TO_SECURITY_REASONS'}       | null | NOT_JUDGED",
                "{'InstanceId': 'i-1', 'HttpPutResponseHopLimit': 2} | {'HttpTokens': 'optional', 'HttpEndpoint': 'enabled', 'State': 'pending'} | FAILS",
                "{'InstanceId': 'i-1', 'HttpEndpoint': 'disabled'}   | {'HttpTokens': 'optional', 'HttpEndpoint': 'disabled'}                    | PASSES",
            })
    void judgesAChangeByItsAnswerAndElseByItsRequest(String request, String options, Judgement.Verdict verdict) {
        String newer = "{\"ModifyInstanceMetadataOptionsRequest\": %s}".formatted(request.replace('\'', '"'));
        String answer =
                "{\"ModifyInstanceMetadataOptionsResponse\": {\"InstanceId\": \"i-1\", \"InstanceMetadataOptions\": %s}}"
                        .formatted(options.replace('\'', '"'));
        EventBuilder event = event("ModifyInstanceMetadataOptions", newer, answer);

        assertThat(Scene.targets(control, event)).containsExactly("i-1");
        assertThat(Scene.judged(CONTROL, event)).extracting(Judgement::verdict).containsExactly(verdict);
    }

    @Test
    void readsAChangeInTheOlderDialect() {
        EventBuilder event = event(
                "ModifyInstanceMetadataOptions", "{\"instanceId\": \"i-1\", \"httpTokens\": \"optional\"}", "null");

        assertThat(Scene.targets(control, event)).containsExactly("i-1");
        assertThat(Scene.judged(CONTROL, event))
                .extracting(Judgement::verdict)
                .containsExactly(Judgement.Verdict.FAILS);
    }

    @Test
    void requiresTokensOfEveryInstanceOnceItRuns() {
        Transcript transcript = scene.play(launched("optional", "i-1", "i-2", "i-3"));

        assertThat(transcript.kinds()).containsExactly(REMEDIATED, REMEDIATED, REMEDIATED);
        assertThat(transcript.waits())
                .extracting(Step.Suspended::reason)
                .contains("it to be running or stopped; it is pending");
        assertThat(scene.ec2.tokens("i-1")).contains("required");
        assertThat(scene.ec2.tokens("i-3")).contains("required");
        assertThat(scene.ec2.endpoint("i-3")).contains("enabled");
        assertThat(scene.aws.writes()).hasSize(3);
    }

    @Test
    void namesTheEndpointWhichEc2OnceInsistedOn() {
        scene.play(OPEN);

        assertThat(scene.aws.writes().getFirst().request().parameters())
                .containsEntry("InstanceId", "i-1")
                .containsEntry("HttpTokens", "required")
                .containsEntry("HttpEndpoint", "enabled");
    }

    @Test
    void writesNothingInADryRun() {
        Outcome outcome = scene.rehearsal().dryRun().play(OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(scene.ec2.tokens("i-1")).contains("optional");
    }

    @Test
    void waitsWhereEc2CallsARunningInstanceTooEarly() {
        scene.aws
                .fail("ModifyInstanceMetadataOptions")
                .with(Fault.error(400, "IncorrectInstanceState", "The instance is being modified"));

        Transcript transcript = scene.play(OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.waits())
                .extracting(Step.Suspended::reason)
                .contains("EC2 to let it be changed: The instance is being modified");
    }

    @Test
    void leavesAnInstanceThatItsOwnerRepairsMeanwhile() {
        FakeAws owner = new FakeAws(scene.clock).install(scene.ec2);
        scene.aws
                .onCall("DescribeInstances")
                .before(call -> owner.client(Ec2Client::builder)
                        .modifyInstanceMetadataOptions(
                                modify -> modify.instanceId("i-1").httpTokens("required")))
                .nth(2);

        Transcript transcript =
                scene.rehearsal().lookEvery(Duration.ofMinutes(1)).play(OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void takesATerminatedInstanceForGone() {
        FakeAws owner = new FakeAws(scene.clock).install(scene.ec2);
        scene.aws
                .onCall("DescribeInstances")
                .before(call ->
                        owner.client(Ec2Client::builder).terminateInstances(terminate -> terminate.instanceIds("i-1")));

        assertThat(scene.play(OPEN).outcome().kind()).isEqualTo(GONE);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void isDoneWhenTheInstanceVanishesBeforeTheWrite() {
        scene.aws.onCall("ModifyInstanceMetadataOptions").before(call -> scene.ec2.vanish("i-1"));

        assertThat(scene.play(OPEN).outcome().kind()).isEqualTo(GONE);
    }

    @Test
    void failsAtOnceWhereItMayNotRead() {
        scene.aws.fail("DescribeInstances").with(Fault.deny()).always();

        Outcome outcome = scene.play(OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).startsWith("ec2:DescribeInstances was denied");
    }

    @Test
    void takesItsOwnChangeForNothingNew() {
        EventBuilder own = event("ModifyInstanceMetadataOptions", """
                {"ModifyInstanceMetadataOptionsRequest": {"InstanceId": "i-1", "HttpTokens": "required", "HttpEndpoint": "enabled"}}
                """, "null");

        assertThat(scene.play(own).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void discoversInstancesThatAskForNoToken() {
        scene.ec2.instance("i-1", "optional", Map.of("team", "data"));
        scene.ec2.instance("i-2", "required", Map.of());
        Lent sweep = Lent.sweep(scene.aws, TYPE, "i-1");

        assertThat(control.discover(sweep)).extracting(ResourceRef::id).containsExactly("i-1");
        assertThat(control.tags(control.read(sweep).orElseThrow(), sweep)).isEqualTo(Map.of("team", "data"));
    }

    @Test
    void restoresWhatWasThere() {
        Transcript played = scene.play(OPEN);
        Lent undo = Lent.sweep(scene.aws, TYPE, "i-1");

        assertThat(control.restore(scene.preState(played), undo))
                .isEqualTo(Progress.done("session tokens optional again"));
        assertThat(scene.ec2.tokens("i-1")).contains("optional");
        assertThat(scene.ec2.endpoint("i-1")).contains("enabled");
    }
}
