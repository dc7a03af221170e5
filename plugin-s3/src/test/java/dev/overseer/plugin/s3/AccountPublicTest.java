package dev.overseer.plugin.s3;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.Progress;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Transcript;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPublicTest {
    private final Scene scene = new Scene();
    private final AccountPublicControl control = new AccountPublicControl();

    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3-control"})
    void blocksPublicAccessAgainHoweverTheServiceIsCalled(String service) {
        Outcome outcome = scene.play(Events.apiCall(service, "DeleteAccountPublicAccessBlock"))
                .outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.writes()).containsExactly("s3:PutAccountPublicAccessBlock");
        assertThat(scene.accountOwner()
                        .getPublicAccessBlock(get -> get.accountId("123456789012"))
                        .publicAccessBlockConfiguration())
                .isEqualTo(PublicAccessBlock.COMPLETE.forAccount());
    }

    @Test
    void asksTheHostOfTheAccount() {
        scene.play(Scene.ACCOUNT_UNBLOCKED.account("210987654321"));

        assertThat(scene.aws.calls())
                .isNotEmpty()
                .extracting(call -> call.request().host())
                .containsOnly("210987654321.s3-control.eu-west-1.amazonaws.com");
    }

    @Test
    void closesACompleteBlockWithoutACall() {
        assertThat(scene.play(put(Scene.block(true))).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"})
    void completesABlockThatLeavesOneOut(String flag) {
        Map<String, Object> block = new HashMap<>(Scene.block(true));
        block.remove(flag);

        assertThat(scene.play(put(block)).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void asksTheAccountWhereTheEventHidesItsBlock() {
        EventBuilder hidden = put("HIDDEN_DUE_TO_SECURITY_REASONS");

        assertThat(control.requested(control.targets(hidden.event()).getFirst(), hidden.event()))
                .isEmpty();
        assertThat(scene.play(hidden).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void doesNothingWhenItsOwnRepairComesBackAsAnEvent() {
        scene.play(Scene.ACCOUNT_UNBLOCKED);
        int repaired = scene.aws.calls().size();

        assertThat(scene.play(put(Scene.block(true)).at(scene.clock.instant()))
                        .outcome()
                        .kind())
                .isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).hasSize(repaired);
    }

    @Test
    void writesNothingInADryRun() {
        Outcome outcome =
                scene.rehearsal().dryRun().play(Scene.ACCOUNT_UNBLOCKED).outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.summary()).startsWith("would call s3:PutAccountPublicAccessBlock with {");
        assertThat(scene.aws.calls()).extracting(AwsCall::operation).containsExactly("GetPublicAccessBlock");
    }

    @Test
    void retriesWhatPassesAndWritesOnce() {
        scene.aws.fail("PutPublicAccessBlock").with(Fault.throttle()).times(2);
        scene.aws.fail("GetPublicAccessBlock").with(Fault.serverError()).times(2);

        Transcript transcript = scene.play(Scene.ACCOUNT_UNBLOCKED, Scene.ACCOUNT_UNBLOCKED);

        assertThat(transcript.kinds()).containsOnly(REMEDIATED);
        assertThat(scene.aws.calls("PutPublicAccessBlock")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restoresTheBlockThatWasThereOrNone(boolean wasThere) throws JsonProcessingException {
        EventBuilder event = wasThere ? put(Map.of("BlockPublicAcls", true)) : Scene.ACCOUNT_UNBLOCKED;
        scene.aws.seed(event.event());
        Lent context = new Lent(scene.owner, control.targets(event.event()).getFirst());
        AccountPublicControl.Account before = control.read(context).orElseThrow();
        Transcript transcript = scene.play(event);
        String preState = scene.ledger
                .writes(transcript.opened().getFirst().id())
                .getFirst()
                .intent()
                .preState();

        assertThat(control.restore(new JsonMapper().readTree(preState), context))
                .isInstanceOf(Progress.Done.class);

        assertThat(before.block().isPresent()).isEqualTo(wasThere);
        assertThat(control.read(context)).contains(before);
    }

    private static EventBuilder put(Object block) {
        return Events.apiCall("s3", "PutAccountPublicAccessBlock").request("PublicAccessBlockConfiguration", block);
    }
}
