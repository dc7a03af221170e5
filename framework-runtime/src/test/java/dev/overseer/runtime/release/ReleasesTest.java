package dev.overseer.runtime.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.release.Releases.Answer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleasesTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String CULPRIT = "arn:aws:sts::123456789012:assumed-role/developer/ann";
    private static final String OPERATOR = "arn:aws:sts::123456789012:assumed-role/operator/bob";
    private static final List<Finding> FINDINGS = List.of(new Finding("subnet", "has no subnet"));

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Releases releases = new Releases(ledger, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void anApprovalRecordsWhoWhenWhyAndForWhichFindings() {
        Incident held = closed("test1", Outcome.Kind.HELD);

        Answer.Given given = (Answer.Given) releases.approve(held.id(), OPERATOR, "it is ours");

        assertThat(given.first()).isTrue();
        assertThat(given.successor()).isEqualTo(held.successor(NOW));
        assertThat(ledger.releaseOf(given.successor().id()))
                .contains(new Release(
                        Release.Kind.APPROVED,
                        held.id(),
                        given.successor().id(),
                        FINDINGS,
                        OPERATOR,
                        "it is ours",
                        NOW));
    }

    @Test
    void ofTwoWhoApproveTheFirstCountsAndThereIsOneSuccessor() {
        Incident held = closed("test1", Outcome.Kind.HELD);
        Answer.Given first = (Answer.Given) releases.approve(held.id(), OPERATOR, "it is ours");

        Answer.Given second = (Answer.Given) releases.approve(held.id(), "arn:aws:iam::123456789012:user/eve", "too");

        assertThat(second.first()).isFalse();
        assertThat(second.leave()).isEqualTo(first.leave());
        assertThat(second.successor()).isEqualTo(first.successor());
    }

    @Test
    void aSecondApprovalDoesNotOpenAgainWhatIsOver() {
        Incident held = closed("test1", Outcome.Kind.HELD);
        Answer.Given first = (Answer.Given) releases.approve(held.id(), OPERATOR, "it is ours");
        close(first.successor(), Outcome.Kind.REMEDIATED);

        releases.approve(held.id(), OPERATOR, "once more");

        assertThat(ledger.entry(first.successor().id()).orElseThrow().state()).isEqualTo("REMEDIATED");
    }

    @Test
    void aSuccessorThatNeverComesToAHostIsFoundInFlight() {
        Incident held = closed("test1", Outcome.Kind.HELD);

        Answer.Given given = (Answer.Given) releases.approve(held.id(), OPERATOR, "it is ours");

        assertThat(ledger.entry(given.successor().id()).orElseThrow().state()).isEqualTo("OPEN");
    }

    @Test
    void whoCausedTheEventCannotApproveIt() {
        Incident held = closed("test1", Outcome.Kind.HELD);

        assertThat(releases.approve(held.id(), CULPRIT, "it is mine"))
                .isEqualTo(new Answer.Refused(
                        held.id(), "was caused by %s, who cannot approve it. Ask somebody else".formatted(CULPRIT)));
        assertThat(ledger.released(held.id())).isEmpty();
    }

    @Test
    void whoCausedTheEventMayAskForAnotherTry() {
        Incident failed = closed("test1", Outcome.Kind.FAILED);

        assertThat(releases.retry(failed.id(), CULPRIT, "the role is there now"))
                .isInstanceOf(Answer.Given.class);
    }

    @ParameterizedTest
    @EnumSource(Outcome.Kind.class)
    void approvesWhatIsHeldAndRetriesWhatFailed(Outcome.Kind kind) {
        Incident incident = closed("test1", kind);

        assertThat(releases.approve(incident.id(), OPERATOR, "yes") instanceof Answer.Given)
                .isEqualTo(kind == Outcome.Kind.HELD);
        assertThat(releases.retry(incident.id(), OPERATOR, "yes") instanceof Answer.Given)
                .isEqualTo(kind == Outcome.Kind.FAILED || kind == Outcome.Kind.TIMED_OUT);
    }

    @Test
    void saysThatAnIncidentIsUnknown() {
        assertThat(releases.approve("aaaaaaaaaaaaaaaaaaaaaaaaaa", OPERATOR, "yes"))
                .isEqualTo(new Answer.Refused(
                        "aaaaaaaaaaaaaaaaaaaaaaaaaa",
                        "is not in the ledger. `overseer incidents --unresolved` lists those that wait for leave"));
    }

    @Test
    void listsWhatWaitsForLeaveAndLeavesOutWhatHasIt() {
        List<Incident> held = IntStream.range(0, 3)
                .mapToObj(number -> closed("test" + number, Outcome.Kind.HELD))
                .toList();
        closed("other", Outcome.Kind.FAILED);
        releases.approve(held.getFirst().id(), OPERATOR, "yes");

        assertThat(releases.waiting(Release.Kind.APPROVED, Optional.of("a-control"), Optional.empty(), 10))
                .extracting(entry -> entry.incident().id())
                .containsExactlyInAnyOrder(held.get(1).id(), held.get(2).id());
        assertThat(releases.waiting(Release.Kind.APPROVED, Optional.empty(), Optional.of("123456789012"), 1))
                .hasSize(1);
        assertThat(releases.waiting(Release.Kind.APPROVED, Optional.of("another"), Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void letsAControlGoOn() {
        releases.lift("a-control", "123456789012", OPERATOR, "looked at them");

        assertThat(ledger.lifts())
                .containsExactly(new Lift("a-control", "123456789012", OPERATOR, "looked at them", NOW));
    }

    private Incident closed(String target, Outcome.Kind kind) {
        ResourceRef resource = new ResourceRef("aws", "123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", target);
        Incident incident = Incident.open("a-control", resource, event(), true, NOW.minusSeconds(60));
        close(incident, kind);
        return incident;
    }

    private void close(Incident incident, Outcome.Kind kind) {
        Outcome outcome = new Outcome(kind, FINDINGS, List.of(), List.of(), NOW, 1, "so", true);
        Ruling ruling = new Ruling(Mode.ENFORCE, Provenance.DEFAULT);
        ledger.close(new IncidentEntry(incident, new Standing.Over(outcome), ruling, Installation.UNKNOWN, NOW));
    }

    private static CloudTrailEvent event() {
        CloudTrailEvent.Attributes attributes = new CloudTrailEvent.Attributes(
                "event-1",
                NOW.minusSeconds(90),
                "123456789012",
                "eu-west-1",
                "glue.amazonaws.com",
                "CreateDevEndpoint",
                "AwsApiCall",
                CULPRIT);
        JsonNodeFactory json = JsonNodeFactory.instance;
        return new CloudTrailEvent(attributes, json.objectNode(), json.objectNode(), json::objectNode);
    }
}
