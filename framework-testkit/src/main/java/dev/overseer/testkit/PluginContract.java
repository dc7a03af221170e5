package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.EventPattern;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Ruler;

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
 *
 * <p>Each test says what to write where it fails. Samples are few and small: each is played several times for every AWS
 * call that it leads to.
 */
public abstract class PluginContract {
    private static final int MOST_LOOKS = 14;

    /** For the class that names the plugin. */
    protected PluginContract() {}

    /** Returns a new instance of the plugin. */
    protected abstract RemediationPlugin plugin();

    /** Returns a new AWS that simulates the plugin's service and follows the clock. */
    protected abstract FakeAws aws(TestClock clock);

    /**
     * Returns events of every kind that the plugin is for: at least one for each control that ends REMEDIATED, or PLANNED
     * where it only announces, and together such as need every action that the controls declare.
     */
    protected abstract List<Sample> samples();

    /**
     * Returns whether a resource can go away. True unless overridden: for what is always there, such as the settings of an
     * account.
     */
    protected boolean canVanish(ResourceRef target) {
        return true;
    }

    /**
     * Returns the folder of the test's resources that has fixtures. Those in it that are to be ignored are delivered, and
     * have to be ignored for the reason that they name; the others are for {@link Sample#fixtures}.
     */
    protected String fixtures() {
        return "fixtures";
    }

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
    final void keepsNothingFromOneIncidentToTheNext() {
        for (Sample sample : samples()) {
            RemediationPlugin one = plugin();
            Transcript first = world(sample, one).play();
            Transcript second = world(sample, one).play();
            Transcript other = world(sample, plugin()).play();
            assertThat(List.of(ends(second), ends(other)))
                    .as(
                            "How %s ends for the same instance of the plugin in another account, and for another instance. Keep nothing in fields: what the next look needs goes into Progress.Waiting.withCheckpoint",
                            sample)
                    .containsOnly(ends(first));
        }
    }

    @Test
    final void answersSeveralThreadsAlike() {
        RemediationPlugin shared = plugin();
        for (Sample sample : samples()) {
            String alone = ends(world(sample, shared).play());
            List<String> together = IntStream.range(0, 4)
                    .parallel()
                    .mapToObj(thread -> ends(world(sample, shared).play()))
                    .toList();
            assertThat(together)
                    .as("How %s ends for one instance of the plugin on several threads. Keep nothing in fields", sample)
                    .containsOnly(alone);
        }
    }

    @Test
    final void hasASampleForEachControl() {
        for (RegisteredControl<?> control : catalog().controls()) {
            Kind wanted = control.descriptor().writes().isEmpty() ? Kind.PLANNED : Kind.REMEDIATED;
            List<Kind> shown = samples().stream()
                    .filter(sample -> opened(sample).stream()
                            .anyMatch(incident -> incident.control().equals(control.id())))
                    .map(Sample::outcome)
                    .toList();
            assertThat(shown)
                    .as("Add a Sample that ends %s under control %s", wanted, control.id())
                    .contains(wanted);
        }
    }

    @Test
    final void opensAnIncidentForEachSample() {
        for (Sample sample : samples()) {
            assertThat(opened(sample))
                    .as(
                            "Incidents that %s opens. Make a pattern of the control select the event, targets(event) name its resource, and a simulator know the event: %s",
                            sample, sample.event())
                    .isNotEmpty();
        }
    }

    @Test
    final void opensNothingForAFailedCall() {
        for (Sample sample : samples()) {
            SampleWorld world = world(sample);
            Transcript transcript = world.rehearsal().play(failed(sample));
            assertThat(transcript.opened())
                    .as("A failed call may name a resource that it has nothing to do with: %s", sample.event())
                    .isEmpty();
            assertThat(transcript.ignoredFor())
                    .as(
                            "Why %s is ignored if its call had failed. Make a pattern of the control select the event",
                            sample)
                    .containsExactly(IgnoredReason.FAILED_CALL);
            assertThat(world.aws().calls()).isEmpty();
        }
    }

    @Test
    final void ignoresWhatItsFixturesSayIsIgnored() {
        for (Fixture fixture : Fixture.in(fixtures())) {
            if (fixture.expected() instanceof Fixture.Expected.Ignored(IgnoredReason reason)) {
                TestClock clock = new TestClock(fixture.event().event().time());
                Transcript transcript =
                        Rehearsal.of(plugin(), aws(clock), clock).play(fixture.event());
                assertThat(transcript.ignoredFor())
                        .as(
                                "Why %s is ignored, as its fixture in src/test/resources/%s says. It opened %s: narrow the control's pattern or targets(event), or correct the fixture",
                                fixture, fixtures(), transcript.opened())
                        .containsExactly(reason);
            }
        }
    }

    @Test
    final void letsNoFailedCallThroughItsRule() throws Exception {
        for (Sample sample : samples()) {
            String failed = failed(sample).envelopeJson();
            for (RegisteredControl<?> control : catalog().controls()) {
                for (EventPattern pattern : control.descriptor().patterns()) {
                    assertThat(Ruler.matchesRule(failed, pattern.json()))
                            .as(
                                    "Whether control %s pays for events of failed calls. Add \"errorCode\": [{\"exists\": false}, null, \"\"] to the detail of its pattern %s",
                                    control.id(), pattern.json())
                            .isFalse();
                }
            }
        }
    }

    @Test
    final void endsAsItsSamplesSay() {
        for (Sample sample : samples()) {
            SampleWorld world = world(sample);
            Transcript transcript = world.play();
            assertThat(world.aws().notSimulated())
                    .as("Calls that nobody simulates prove nothing. Answer them in a simulator, or with FakeAws.on")
                    .isEmpty();
            assertEnds(transcript, sample, Set.of(sample.outcome()), "when all goes well");
        }
    }

    @Test
    final void staysWithinFourteenLooks() {
        for (Sample sample : samples()) {
            for (Outcome outcome : outcomes(world(sample).play())) {
                assertThat(outcome.looks())
                        .as("Looks, for %s: lengthen the Pace or shorten the deadline", sample)
                        .isLessThanOrEqualTo(MOST_LOOKS);
            }
        }
    }

    @Test
    final void writesNothingInADryRun() {
        for (Sample sample : samples()) {
            SampleWorld world = world(sample);
            Transcript transcript = world.dryRun().play(sample.event());
            assertThat(world.aws().writes())
                    .as("Writes in a dry run of %s. Declare the actions under writes(…), not reads(…)", sample)
                    .isEmpty();
            assertEnds(transcript, sample, Set.of(dry(sample.outcome())), "in a dry run");
        }
    }

    @Test
    final void judgesTheEventAsItJudgesTheLiveResource() {
        for (Sample sample : samples()) {
            SampleWorld world = world(sample);
            for (Step.Closed closed : world.play().closed()) {
                Judgement offline = judge(world, closed.incident());
                Outcome live = closed.outcome();
                switch (offline.verdict()) {
                    case FAILS ->
                        assertThat(live.findings())
                                .as(
                                        "What the live resource fails, against what the event says, for %s. Make requested(…) and read(…) describe the resource alike; let requested(…) be empty where the event leaves it open",
                                        sample)
                                .containsAll(offline.findings());
                    case PASSES ->
                        assertEnds(
                                world(sample).playLive(),
                                sample,
                                Set.of(Kind.COMPLIANT),
                                "where only the live resource counts, although the event passes every check. Make requested(…) and read(…) describe the resource alike; let requested(…) be empty where the event leaves it open");
                    case NOT_JUDGED ->
                        assertThat(live.kind()).as(live.summary()).isEqualTo(sample.outcome());
                }
            }
        }
    }

    @Test
    final void doesNothingMoreForAnEventThatComesTwice() {
        for (Sample sample : samples()) {
            SampleWorld once = world(sample);
            int incidents = once.play().closed().size();
            SampleWorld twice = world(sample);
            Transcript transcript = twice.rehearsal().play(sample.event(), sample.event());
            assertThat(twice.aws().writes())
                    .as("Writes for a duplicate of %s", sample)
                    .hasSameSizeAs(once.aws().writes());
            assertThat(transcript.closed().stream().filter(Step.Closed::news))
                    .as("Outcomes that are news, for a duplicate of %s", sample)
                    .hasSizeBetween(incidents, sample.outcome() == Kind.COMPLIANT ? 2 * incidents : incidents);
        }
    }

    @Test
    final void isHarmlessWhenEveryLookIsRepeated() {
        for (Sample sample : samples()) {
            SampleWorld once = world(sample);
            List<String> wanted = once.effects(once.play());
            SampleWorld repeated = world(sample);
            Transcript transcript = repeated.playRepeating();
            assertEnds(transcript, sample, Set.of(sample.outcome()), "when every look is taken twice");
            assertThat(repeated.effects(transcript))
                    .as(
                            "Writes when every look of %s is taken twice. Make remediate(…) send the same request for the same resource: no random or counted values",
                            sample)
                    .isEqualTo(wanted);
        }
    }

    @Test
    final void isHarmlessWhenItIsInterruptedAtAnyCall() {
        for (Sample sample : samples()) {
            SampleWorld smooth = world(sample);
            List<String> wanted = smooth.effects(smooth.play());
            for (int nth = 1; nth <= smooth.aws().calls().size(); nth++) {
                for (boolean tookEffect : List.of(false, true)) {
                    SampleWorld world = world(sample);
                    String when = "when the process dies %s call %d, %s, and another goes on"
                            .formatted(tookEffect ? "after" : "before", nth, called(smooth, nth));
                    assertThat(dies(world, nth, tookEffect)).as(when).isTrue();
                    Transcript transcript = world.play();
                    assertEnds(transcript, sample, Set.of(sample.outcome()), when);
                    assertThat(world.effects(transcript))
                            .as(
                                    "Writes %s, for %s. Make remediate(…) send the same request for the same resource: no random or counted values",
                                    when, sample)
                            .isEqualTo(wanted);
                }
            }
        }
    }

    @Test
    final void endsWellWhenTheResourceVanishesAtAnyPoint() {
        for (Sample sample : samples()) {
            SampleWorld smooth = world(sample);
            smooth.play();
            List<ResourceRef> mortal =
                    smooth.targets().stream().filter(this::canVanish).toList();
            for (int nth = 1; nth <= smooth.aws().calls().size() && !mortal.isEmpty(); nth++) {
                SampleWorld world = world(sample);
                AtomicInteger vanished = new AtomicInteger();
                world.aws()
                        .onCall(FakeAws.ANY)
                        .before(call -> mortal.forEach(
                                target -> vanished.addAndGet(world.aws().vanish(target) ? 1 : 0)))
                        .nth(nth);
                Transcript transcript = world.play();
                assertThat(nth > 1 || vanished.get() > 0)
                        .as(
                                "Whether one of %s could be made to vanish before the first call. Give SimulatedResources.of its type, and seededBy its id, as targets(event) does; implement SimulatedService.vanish for it; or override canVanish if it is always there",
                                mortal)
                        .isTrue();
                assertEnds(
                        transcript,
                        sample,
                        EnumSet.of(Kind.GONE, Kind.REMEDIATED, sample.outcome()),
                        "when the resource vanishes before call %d, %s. Catch the service's not-found exception: return empty in read(…), and Progress.done(…) in remediate(…)"
                                .formatted(nth, called(smooth, nth)));
            }
        }
    }

    @Test
    final void survivesThrottlingAtEveryCall() {
        for (Sample sample : samples()) {
            SampleWorld smooth = world(sample);
            smooth.play();
            for (int nth = 1; nth <= smooth.aws().calls().size(); nth++) {
                SampleWorld world = world(sample);
                world.aws().fail(FakeAws.ANY).with(Fault.throttle()).twiceFrom(nth);
                assertEnds(
                        world.play(),
                        sample,
                        Set.of(sample.outcome()),
                        "when call %d, %s, and the next are throttled. Catch no more than the exception that you mean: the framework waits and tries again"
                                .formatted(nth, called(smooth, nth)));
            }
        }
    }

    @Test
    final void findsNothingToDoOnWhatItHasRepaired() {
        for (Sample sample : samples()) {
            SampleWorld world = world(sample);
            if (sample.outcome() == Kind.REMEDIATED && !world.play().opened().isEmpty()) {
                int writes = world.aws().writes().size();
                assertEnds(
                        world.playAnew(),
                        sample,
                        Set.of(Kind.COMPLIANT, Kind.GONE, Kind.STALE),
                        "when another event names what has just been repaired. Make checks() pass on what remediate(…) leaves, judged by the resource alone");
                assertThat(world.aws().writes())
                        .as("Writes to what has just been repaired, for %s", sample)
                        .hasSize(writes);
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

    @Test
    final void givesBackWhatItRepairedInPlace() {
        new UndoContract(catalog(), samples(), sample -> world(sample).rehearsal()).check();
    }

    private LeastPrivilege privilege() {
        LeastPrivilege privilege = new LeastPrivilege(catalog());
        for (Sample sample : samples()) {
            privilege.play(world(sample).rehearsal(), sample.event());
            privilege.play(world(sample).dryRun(), sample.event());
        }
        for (RegisteredControl<?> control : catalog().controls()) {
            TestClock clock = new TestClock(Events.TIME);
            privilege.sweep(Rehearsal.of(plugin(), aws(clock), clock), control.id());
        }
        return privilege;
    }

    private SampleWorld world(Sample sample) {
        return world(sample, plugin());
    }

    private SampleWorld world(Sample sample, RemediationPlugin plugin) {
        return new SampleWorld(plugin, sample, this::aws);
    }

    private List<Incident> opened(Sample sample) {
        return world(sample).play().opened();
    }

    private static EventBuilder failed(Sample sample) {
        return sample.event().error("AccessDenied");
    }

    private static Judgement judge(SampleWorld world, Incident incident) {
        RegisteredControl<?> control = world.catalog().find(incident.control()).orElseThrow();
        return new OfflineJudge()
                .judge(control, incident.target(), incident.event().orElseThrow());
    }

    /** Returns how a dry run ends: before the first write, or the first wait. */
    private static Kind dry(Kind enforced) {
        return switch (enforced) {
            case REMEDIATED, TIMED_OUT, HELD -> Kind.PLANNED;
            case GONE, STALE, COMPLIANT, EXEMPT, PLANNED, FAILED -> enforced;
        };
    }

    private static void assertEnds(Transcript transcript, Sample sample, Set<Kind> allowed, String when) {
        Set<String> controls =
                transcript.opened().stream().map(Incident::control).collect(Collectors.toCollection(TreeSet::new));
        for (Outcome outcome : outcomes(transcript)) {
            assertThat(outcome.kind())
                    .as(
                            "How %s ends %s: \"%s\"%s",
                            sample,
                            when,
                            outcome.summary(),
                            controls.size() > 1
                                    ? ". It opens incidents under %s: say whose it is with Sample.of(id)"
                                            .formatted(controls)
                                    : "")
                    .isIn(allowed);
        }
        assertThat(transcript.closed())
                .as("Incidents of %s that end %s. It is ignored for %s", sample, when, transcript.ignoredFor())
                .isNotEmpty();
    }

    private static List<Outcome> outcomes(Transcript transcript) {
        return transcript.closed().stream().map(Step.Closed::outcome).toList();
    }

    /** Returns how incidents ended, without what differs from one account to the next. */
    private static String ends(Transcript transcript) {
        List<String> ends = new ArrayList<>();
        for (Step.Closed closed : transcript.closed()) {
            Outcome outcome = closed.outcome();
            ends.add("%s %s %s: %s after %d looks, %s %s (%s)"
                    .formatted(
                            closed.incident().control(),
                            closed.incident().target(),
                            outcome.kind(),
                            outcome.findings(),
                            outcome.looks(),
                            outcome.writes(),
                            outcome.planned(),
                            outcome.summary()));
        }
        return ends.stream().sorted().collect(Collectors.joining("\n"));
    }

    /** Returns the nth call as it was when all went well. */
    private static String called(SampleWorld smooth, int nth) {
        return smooth.aws().calls().get(nth - 1).action();
    }

    private static boolean dies(SampleWorld world, int nth, boolean tookEffect) {
        FakeAws.Hook hook = world.aws().onCall(FakeAws.ANY);
        if (tookEffect) {
            hook.after(PluginContract::die).nth(nth);
        } else {
            hook.before(PluginContract::die).nth(nth);
        }
        try {
            world.play();
            return false;
        } catch (Death died) {
            return true;
        }
    }

    private static void die(AwsCall call) {
        throw new Death(call);
    }

    /** The end of the process, which nothing catches. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death(AwsCall call) {
            super("died at " + call);
        }
    }

    private PluginCatalog catalog() {
        return PluginCatalog.of(List.of(plugin()));
    }
}
