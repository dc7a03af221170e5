package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.engine.OfflineJudge;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * What every plugin must keep. Extend it, name the plugin, its samples and what simulates its service, and its tests run
 * against them:
 *
 * <pre>{@code
 * class GluePluginContractTest extends PluginContract {
 *     @Override
 *     protected RemediationPlugin plugin() {
 *         return new GluePlugin();
 *     }
 *
 *     @Override
 *     protected FakeAws aws(TestClock clock) {
 *         return new FakeAws(clock).install(new GlueSimulator(clock));
 *     }
 *
 *     @Override
 *     protected List<Sample> samples() {
 *         return List.of(new Sample(Events.apiCall("glue", "CreateDevEndpoint")…, Kind.REMEDIATED));
 *     }
 * }
 * }</pre>
 */
public abstract class PluginContract {
    private static final int MOST_LOOKS = 14;

    /** For the class that names the plugin. */
    protected PluginContract() {}

    /** Returns the plugin. */
    protected abstract RemediationPlugin plugin();

    /** Returns a new AWS that simulates the plugin's service and follows the clock. */
    protected abstract FakeAws aws(TestClock clock);

    /**
     * Returns events of every kind that the plugin is for: at least one for each control that ends REMEDIATED, and together
     * such as need every action that the controls declare.
     */
    protected abstract List<Sample> samples();

    @Test
    final void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(RemediationPlugin.class).stream().map(ServiceLoader.Provider::type))
                .as(
                        "Add the line %s to META-INF/services/%s",
                        plugin().getClass().getName(), RemediationPlugin.class.getName())
                .contains(plugin().getClass());
    }

    @Test
    final void describesItselfWithoutAProblem() {
        assertThat(catalog().problems())
                .as("What `overseer plugins --check` would list")
                .isEmpty();
    }

    @Test
    final void hasASampleThatIsRemediatedForEachControlThatWrites() {
        List<String> shown = samples().stream()
                .filter(sample -> sample.outcome() == Kind.REMEDIATED)
                .map(sample -> opened(sample).control())
                .toList();
        for (RegisteredControl<?> control : catalog().controls()) {
            if (!control.descriptor().writes().isEmpty()) {
                assertThat(shown)
                        .as("Add a Sample that ends REMEDIATED under control %s", control.id())
                        .contains(control.id());
            }
        }
    }

    @Test
    final void opensNothingForAFailedCall() {
        for (Sample sample : samples()) {
            World world = new World();
            Transcript transcript = world.play(sample.event().error("AccessDenied"));
            assertThat(transcript.opened())
                    .as("A failed call may name a resource that it has nothing to do with: %s", sample.event())
                    .isEmpty();
            assertThat(transcript.ignoredFor()).containsExactly(IgnoredReason.FAILED_CALL);
            assertThat(world.aws.calls()).isEmpty();
        }
    }

    @Test
    final void endsAsItsSamplesSay() {
        for (Sample sample : samples()) {
            World world = new World();
            Outcome outcome = world.play(sample.event()).outcome();
            assertThat(outcome.kind())
                    .as("%s, for %s", outcome.summary(), sample.event())
                    .isEqualTo(sample.outcome());
            assertThat(world.aws.notSimulated())
                    .as("Calls that the simulator does not answer prove nothing")
                    .isEmpty();
        }
    }

    @Test
    final void staysWithinFourteenLooks() {
        for (Sample sample : samples()) {
            assertThat(new World().play(sample.event()).outcome().looks())
                    .as("Looks, for %s: lengthen the Pace or shorten the deadline", sample.event())
                    .isLessThanOrEqualTo(MOST_LOOKS);
        }
    }

    @Test
    final void writesNothingInADryRun() {
        for (Sample sample : samples()) {
            World world = new World();
            Transcript transcript = world.rehearsal().dryRun().play(sample.event());
            assertThat(transcript.kinds())
                    .as("A dry run of %s", sample.event())
                    .allMatch(kind ->
                            sample.outcome() == Kind.REMEDIATED ? kind == Kind.PLANNED : kind == sample.outcome());
            assertThat(world.aws.writes()).isEmpty();
        }
    }

    @Test
    final void judgesTheEventAsItJudgesTheLiveResource() {
        for (Sample sample : samples()) {
            Judgement offline = judge(sample);
            Outcome live = new World().play(sample.event()).outcome();
            switch (offline.verdict()) {
                case FAILS ->
                    assertThat(live.findings())
                            .as("What the live resource fails, against what the event says, for %s", sample.event())
                            .containsAll(offline.findings());
                case PASSES ->
                    assertThat(live.kind())
                            .as("The event passes every check, for %s", sample.event())
                            .isEqualTo(Kind.COMPLIANT);
                case NOT_JUDGED -> assertThat(live.kind()).isEqualTo(sample.outcome());
            }
        }
    }

    @Test
    final void doesNothingMoreForAnEventThatComesTwice() {
        for (Sample sample : samples()) {
            World once = new World();
            once.play(sample.event());
            World twice = new World();
            Transcript transcript = twice.play(sample.event(), sample.event());
            assertThat(twice.aws.writes())
                    .as("Writes for a duplicate of %s", sample.event())
                    .hasSameSizeAs(once.aws.writes());
            assertThat(transcript.closed().stream().filter(Step.Closed::news))
                    .as("Outcomes that are news")
                    .hasSizeBetween(1, sample.outcome() == Kind.COMPLIANT ? 2 : 1);
        }
    }

    @Test
    final void survivesThrottlingAtEveryCall() {
        for (Sample sample : samples()) {
            World smooth = new World();
            smooth.play(sample.event());
            for (int nth = 1; nth <= smooth.aws.calls().size(); nth++) {
                World world = new World();
                world.aws.fail(FakeAws.ANY).with(Fault.throttle()).nth(nth);
                Outcome outcome = world.play(sample.event()).outcome();
                assertThat(outcome.kind())
                        .as("%s, when call %d is throttled, for %s", outcome.summary(), nth, sample.event())
                        .isEqualTo(sample.outcome());
            }
        }
    }

    @Test
    final void callsOnlyWhatItsPolicyAllows() {
        assertThat(privilege().excesses())
                .as("Calls that AWS would deny, since the policies are made of what the control declares")
                .isEmpty();
    }

    @Test
    final void usesEveryActionThatItDeclares() {
        assertThat(privilege().unused())
                .as("Permissions that the role would have for nothing")
                .isEmpty();
    }

    private LeastPrivilege privilege() {
        LeastPrivilege privilege = new LeastPrivilege(catalog());
        for (Sample sample : samples()) {
            privilege.play(new World().rehearsal(), sample.event());
            privilege.play(new World().rehearsal().dryRun(), sample.event());
        }
        return privilege;
    }

    private Incident opened(Sample sample) {
        List<Incident> opened = new World().play(sample.event()).opened();
        assertThat(opened).as("Incidents that %s opens", sample.event()).hasSize(1);
        return opened.getFirst();
    }

    private Judgement judge(Sample sample) {
        RegisteredControl<?> control = catalog().find(opened(sample).control()).orElseThrow();
        ResourceRef target = control.control().targets(sample.event().event()).getFirst();
        return new OfflineJudge().judge(control, target, sample.event().event());
    }

    private PluginCatalog catalog() {
        return PluginCatalog.of(List.of(plugin()));
    }

    /** A new account, with nothing in it. */
    private final class World {
        private final TestClock clock = new TestClock(Events.TIME);
        private final FakeAws aws = aws(clock);

        Rehearsal rehearsal() {
            return Rehearsal.of(plugin(), aws, clock);
        }

        Transcript play(EventBuilder... events) {
            return rehearsal().play(events);
        }
    }
}
