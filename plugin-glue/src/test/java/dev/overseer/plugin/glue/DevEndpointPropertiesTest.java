package dev.overseer.plugin.glue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.Finding;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.WriteResult;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Stage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * Whatever the endpoint goes through, whatever goes wrong on the way and however often the event arrives: no write without
 * a fresh failing read, no failure called a success, no deletion twice.
 */
class DevEndpointPropertiesTest {
    private static final int MOST_STEPS = 500;

    /** What happens to the nth call of AWS. */
    record Mishap(int nth, Kind kind) {
        enum Kind {
            THROTTLE,
            SERVER_ERROR,
            RESET,
            RESET_AFTER,
            TIMEOUT_AFTER,
            CRASH_BEFORE,
            CRASH_AFTER,
            REPAIRED_BEFORE
        }
    }

    record Plot(List<String> statuses, List<Mishap> mishaps, int deliveries) {}

    @Provide
    Arbitrary<Plot> plots() {
        Arbitrary<List<String>> statuses = Arbitraries.of("PROVISIONING", "READY", "FAILED", "TERMINATING", "ODD")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
        Arbitrary<List<Mishap>> mishaps = Combinators.combine(
                        Arbitraries.integers().between(1, 12), Arbitraries.of(Mishap.Kind.values()))
                .as(Mishap::new)
                .list()
                .ofMaxSize(6);
        return Combinators.combine(statuses, mishaps, Arbitraries.integers().between(1, 3))
                .as(Plot::new);
    }

    @Property(tries = 300)
    void holdsItsPromisesWhateverHappens(@ForAll("plots") Plot plot) {
        Scene scene = new Scene(Lifecycle.byLook(plot.statuses().toArray(String[]::new)));
        FakeAws owner = new FakeAws(scene.clock).install(scene.glue);
        List<String> repaired = new ArrayList<>();
        plot.mishaps().forEach(mishap -> plant(mishap, scene, owner, repaired));
        scene.aws
                .onCall("DeleteDevEndpoint")
                .before(call -> assertThat(repaired)
                        .as("a compliant endpoint is deleted")
                        .isEmpty());

        List<Outcome> outcomes = deliver(plot, scene);

        holdsFreshReadBeforeEachWrite(scene.aws.calls());
        holdsNoFalseSuccess(outcomes, scene, repaired);
        holdsOneDeletion(scene);
    }

    /** The event arrives several times, its looks interleave, and each crash starts an engine anew. */
    private static List<Outcome> deliver(Plot plot, Scene scene) {
        List<Outcome> outcomes = new ArrayList<>();
        Stage stage = scene.rehearsal().stage();
        Deque<Incident> open = new ArrayDeque<>();
        IntStream.range(0, plot.deliveries())
                .forEach(i -> open.add(stage.open(Scene.CLOSED.request("publicKeys", null))));
        Stage current = stage;
        for (int steps = 0; !open.isEmpty(); steps++) {
            assertThat(steps).as("looks until everything is closed").isLessThan(MOST_STEPS);
            Incident incident = open.poll();
            try {
                switch (current.look(incident)) {
                    case Step.Suspended(Incident next, Duration delay, String reason) -> {
                        scene.clock.advance(delay);
                        open.add(next);
                    }
                    case Step.Closed closed -> outcomes.add(closed.outcome());
                }
            } catch (Crash crash) {
                scene.clock.advance(Duration.ofMinutes(2));
                current = scene.rehearsal().stage();
                open.add(current.open(Scene.CLOSED.request("publicKeys", null)));
            }
        }
        return outcomes;
    }

    private static void holdsFreshReadBeforeEachWrite(List<AwsCall> calls) {
        for (int i = 0; i < calls.size(); i++) {
            AwsCall call = calls.get(i);
            if (call.isWrite()) {
                assertThat(i).as("a write without a read before it").isPositive();
                AwsCall before = calls.get(i - 1);
                assertThat(before.operation()).isEqualTo("GetDevEndpoint");
                assertThat(Duration.between(before.at(), call.at())).isLessThanOrEqualTo(Duration.ofSeconds(5));
            }
        }
    }

    private static void holdsNoFalseSuccess(List<Outcome> outcomes, Scene scene, List<String> repaired) {
        assertThat(outcomes).isNotEmpty();
        boolean stillInsecure = scene.glue.exists("test1") && repaired.isEmpty();
        if (stillInsecure) {
            assertThat(outcomes).extracting(Outcome::kind).doesNotContain(Kind.REMEDIATED, Kind.COMPLIANT, Kind.GONE);
        }
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.kind() == Kind.REMEDIATED)
                .allSatisfy(outcome -> {
                    assertThat(outcome.writes()).containsExactly("glue:DeleteDevEndpoint");
                    assertThat(outcome.findings()).extracting(Finding::check).containsExactly("public-keys");
                });
    }

    private static void holdsOneDeletion(Scene scene) {
        assertThat(scene.glue.effectiveDeletes("test1")).isLessThanOrEqualTo(1);
        String id = scene.rehearsal()
                .stage()
                .open(Scene.CLOSED.request("publicKeys", null))
                .id();
        assertThat(scene.ledger.writes(id))
                .filteredOn(write -> write.result().orElse(new WriteResult.Refused("")) instanceof WriteResult.Answered)
                .hasSizeLessThanOrEqualTo(1);
    }

    private static void plant(Mishap mishap, Scene scene, FakeAws owner, List<String> repaired) {
        FakeAws aws = scene.aws;
        switch (mishap.kind()) {
            case THROTTLE -> aws.fail(FakeAws.ANY).with(Fault.throttle()).nth(mishap.nth());
            case SERVER_ERROR -> aws.fail(FakeAws.ANY).with(Fault.serverError()).nth(mishap.nth());
            case RESET -> aws.fail(FakeAws.ANY).with(Fault.connectionReset()).nth(mishap.nth());
            case RESET_AFTER -> aws.fail(FakeAws.ANY).with(Fault.resetAfter()).nth(mishap.nth());
            case TIMEOUT_AFTER ->
                aws.fail(FakeAws.ANY).with(Fault.timeoutAfter()).nth(mishap.nth());
            case CRASH_BEFORE -> aws.onCall(FakeAws.ANY).before(call -> crash()).nth(mishap.nth());
            case CRASH_AFTER -> aws.onCall(FakeAws.ANY).after(call -> crash()).nth(mishap.nth());
            case REPAIRED_BEFORE ->
                aws.onCall("GetDevEndpoint")
                        .before(call -> repair(scene, owner, repaired))
                        .nth(mishap.nth());
        }
    }

    private static void repair(Scene scene, FakeAws owner, List<String> repaired) {
        if (repaired.isEmpty() && scene.glue.exists("test1")) {
            owner.client(GlueClient::builder)
                    .updateDevEndpoint(
                            update -> update.endpointName("test1").addPublicKeys("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"));
            repaired.add("at " + Duration.between(Events.TIME, scene.clock.instant()));
        }
    }

    private static void crash() {
        throw new Crash();
    }

    /** The process dies. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
