package dev.overseer.testkit;

import static dev.overseer.api.AwsAction.action;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.api.Check;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Pace;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.incident.Outcome.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;

/** Each clause of the contract goes red for a plugin that breaks it, and says what to write. */
class PluginContractTest {
    private static final EventBuilder CREATED =
            Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1");
    private static final Sample ENDPOINT = new Sample(CREATED, Kind.REMEDIATED);
    private static final Sample TOPIC = new Sample(Topics.created(), Kind.REMEDIATED);

    @Test
    void isNotFoundWithoutItsLine() {
        assertRed(of(new TrickyPlugin())::isFoundByTheServiceLoader)
                .hasMessageContaining("Add the line dev.overseer.testkit.TrickyPlugin to META-INF/services/"
                        + "dev.overseer.api.RemediationPlugin");
    }

    @Test
    void hasTwoChecksOfOneId() {
        assertRed(
                        of(new TopicPlugin().checking(List.of(TopicPlugin.ENCRYPTED, TopicPlugin.ENCRYPTED)))
                                ::describesItselfWithoutAProblem)
                .hasMessageContaining("What `overseer plugins --check` would list")
                .hasMessageContaining("encryption");
    }

    @Test
    void remembersWhatItHasSeen() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        TopicPlugin plugin = new TopicPlugin()
                .remediating(context -> seen.add(context.target().id())
                        ? TopicPlugin.encrypt(context, "alias/aws/sns")
                        : Progress.failed("seen before"));

        assertRed(of(plugin)::keepsNothingFromOneIncidentToTheNext)
                .hasMessageContaining("Keep nothing in fields")
                .hasMessageContaining("withCheckpoint")
                .hasMessageContaining("seen before");
    }

    @Test
    void sharesWhatItHasSeenBetweenThreads() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        TopicPlugin plugin = new TopicPlugin()
                .remediating(context -> seen.add(context.target().id())
                        ? TopicPlugin.encrypt(context, "alias/aws/sns")
                        : Progress.failed("seen before"));

        assertRed(of(plugin)::answersSeveralThreadsAlike).hasMessageContaining("on several threads. Keep nothing");
    }

    @Test
    void hasNoSample() {
        assertRed(of(new TopicPlugin(), new Sample(CREATED, Kind.REMEDIATED))::hasASampleForEachControl)
                .hasMessageContaining("Add a Sample that ends REMEDIATED under control sns-topic-encrypted");
    }

    @Test
    void hasNoSampleThatItAnnounces() {
        TopicPlugin plugin =
                new TopicPlugin().describedAs(descriptor -> descriptor.announceOnly("a key may cost money"));

        assertRed(of(plugin, new Sample(Topics.created(), Kind.COMPLIANT))::hasASampleForEachControl)
                .hasMessageContaining("Add a Sample that ends PLANNED under control sns-topic-encrypted");
    }

    @Test
    void opensNothingForItsSample() {
        Sample other = new Sample(Events.apiCall("sns", "DeleteTopic"), Kind.REMEDIATED);

        assertRed(of(new TopicPlugin(), other)::opensAnIncidentForEachSample)
                .hasMessageContaining("Make a pattern of the control select the event");
    }

    @Test
    void doesNotEvenKnowTheFailedTwin() {
        Sample other = new Sample(Events.apiCall("sns", "DeleteTopic"), Kind.REMEDIATED);

        assertRed(of(new TopicPlugin(), other)::opensNothingForAFailedCall)
                .hasMessageContaining("Make a pattern of the control select the event")
                .hasMessageContaining("NO_CONTROL");
    }

    @Test
    void opensIncidentsForWhatItsFixtureSaysIsIgnored() {
        TopicPlugin plugin = new TopicPlugin()
                .describedAs(descriptor -> descriptor
                        .on(EventPattern.apiCalls("sns", "DeleteTopic"))
                        .writes(action("sns:SetTopicAttributes").on(Topics.ARN)));

        assertRed(of(plugin)::ignoresWhatItsFixturesSayIsIgnored)
                .hasMessageContaining("Why topic-deleted.json, DeleteTopic")
                .hasMessageContaining("narrow the control's pattern or targets(event), or correct the fixture");
    }

    @Test
    void paysForEventsOfFailedCalls() {
        TopicPlugin plugin = new TopicPlugin()
                .describedAs(descriptor -> descriptor
                        .on(EventPattern.ofJson("""
                                        {"source": ["aws.sns"], "detail": {"eventName": ["CreateTopic"]}}
                                        """))
                        .writes(action("sns:SetTopicAttributes").on(Topics.ARN)));

        assertRed(of(plugin)::letsNoFailedCallThroughItsRule)
                .hasMessageContaining("Add \"errorCode\": [{\"exists\": false}, null, \"\"] to the detail");
    }

    @Test
    void endsOtherwiseThanItsSampleSays() {
        TopicPlugin plugin = new TopicPlugin().remediating(context -> Progress.failed("too hard"));

        assertRed(of(plugin)::endsAsItsSamplesSay)
                .hasMessageContaining("to end REMEDIATED")
                .hasMessageContaining("too hard")
                .hasMessageMatching("(?s).*Expecting actual:\\s+FAILED\\s+to be in:\\s+\\[REMEDIATED].*");
    }

    @Test
    void saysWhyASampleEndsNowhere() {
        Sample other = new Sample(Events.apiCall("sns", "DeleteTopic"), Kind.REMEDIATED);

        assertRed(of(new TopicPlugin(), other)::endsAsItsSamplesSay)
                .hasMessageContaining("It is ignored for [NO_CONTROL]");
    }

    @Test
    void namesTheFixtureThatItBreaks() {
        Sample fixture = TOPIC.from(Optional.of("topic-without-a-key.json"));
        TopicPlugin plugin = new TopicPlugin().remediating(context -> Progress.failed("too hard"));

        assertRed(of(plugin, fixture)::endsAsItsSamplesSay)
                .hasMessageContaining("How topic-without-a-key.json, CreateTopic");
    }

    @Test
    void callsWhatNobodySimulates() {
        TopicPlugin plugin = new TopicPlugin()
                .checking(List.of(TopicPlugin.ENCRYPTED, Check.live("tags", (topic, context) -> tagged(context), "…")))
                .describedAs(descriptor -> descriptor
                        .reads(action("sns:ListTagsForResource").on(Topics.ARN))
                        .writes(action("sns:SetTopicAttributes").on(Topics.ARN)));

        assertRed(of(plugin)::endsAsItsSamplesSay)
                .hasMessageContaining("sns:ListTagsForResource")
                .hasMessageContaining("Answer them in a simulator, or with FakeAws.on");
    }

    @Test
    void looksTooOften() {
        TrickyPlugin plugin = new TrickyPlugin()
                .describedAs(descriptor ->
                        descriptor.pace(Pace.firstAfter(Duration.ofSeconds(1)).then(Duration.ofSeconds(1))))
                .remediating(context -> updatedThenDeleted(context, 16, "key"));

        assertRed(of(plugin, ENDPOINT)::staysWithinFourteenLooks).hasMessageContaining("lengthen the Pace");
    }

    @Test
    void declaresAWriteAsARead() {
        String arn = "arn:{partition}:glue:{region}:{account}:devEndpoint/{id}";
        TrickyPlugin plugin = new TrickyPlugin()
                .describedAs(usual -> ControlDescriptor.control("tricky", "Deletes")
                        .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                        .reads(
                                action("glue:GetDevEndpoint").on(arn),
                                action("glue:DeleteDevEndpoint").on(arn))
                        .writes(action("glue:UpdateDevEndpoint").on(arn)));

        assertRed(of(plugin, ENDPOINT)::writesNothingInADryRun)
                .hasMessageContaining("Declare the actions under writes(…), not reads(…)");
    }

    @Test
    void believesTheEventMoreThanTheResource() {
        TopicPlugin plugin = new TopicPlugin().requesting(event -> Optional.of(Map.of(TopicPlugin.KEY, "said")));

        assertRed(of(plugin, new Sample(Topics.created(), Kind.COMPLIANT))::judgesTheEventAsItJudgesTheLiveResource)
                .hasMessageContaining("Make requested(…) and read(…) describe the resource alike");
    }

    @Test
    void findsInTheEventWhatTheResourceDoesNotHave() {
        TopicPlugin plugin = new TopicPlugin()
                .requesting(event -> Optional.of(Map.of("Said", "by the event")))
                .checking(List.of(
                        TopicPlugin.ENCRYPTED, Check.require("said", topic -> !topic.containsKey("Said"), "says so")));

        assertRed(of(plugin)::judgesTheEventAsItJudgesTheLiveResource)
                .hasMessageContaining("What the live resource fails, against what the event says");
    }

    @Test
    void writesAgainForADuplicate() {
        AtomicInteger count = new AtomicInteger();
        Check<Map<String, String>> everySecondTime =
                Check.require("encryption", topic -> count.incrementAndGet() % 2 == 0, "is not encrypted");
        TopicPlugin plugin = new TopicPlugin()
                .checking(List.of(everySecondTime))
                .remediating(context -> TopicPlugin.encrypt(context, "key-" + count.get()));

        assertRed(of(plugin)::doesNothingMoreForAnEventThatComesTwice).hasMessageContaining("Writes for a duplicate");
    }

    @Test
    void writesAnotherValueWhenALookIsRepeated() {
        AtomicInteger count = new AtomicInteger();
        TrickyPlugin plugin = new TrickyPlugin()
                .remediating(context -> updatedThenDeleted(context, 1, "key-" + count.incrementAndGet()));

        assertRed(of(plugin, ENDPOINT)::isHarmlessWhenEveryLookIsRepeated)
                .hasMessageContaining("when every look of")
                .hasMessageContaining("send the same request for the same resource");
    }

    @Test
    void writesAnotherValueAfterItsDeath() {
        AtomicInteger count = new AtomicInteger();
        TrickyPlugin plugin = new TrickyPlugin()
                .remediating(context -> updatedThenDeleted(context, 1, "key-" + count.incrementAndGet()));

        assertRed(of(plugin, ENDPOINT)::isHarmlessWhenItIsInterruptedAtAnyCall)
                .hasMessageContaining("when the process dies before call 1, glue:GetDevEndpoint, and another goes on")
                .hasMessageContaining("send the same request for the same resource");
    }

    @Test
    void takesTheAbsenceOfItsResourceForAnError() {
        assertRed(of(new TrickyPlugin(), ENDPOINT)::endsWellWhenTheResourceVanishesAtAnyPoint)
                .hasMessageContaining("when the resource vanishes before call 2, glue:DeleteDevEndpoint")
                .hasMessageContaining("Progress.done(…) in remediate(…)");
    }

    @Test
    void isSimulatedByWhatCannotLetItVanish() {
        PluginContract contract = contract(new TopicPlugin(), TOPIC, clock -> {
            FakeAws simulating = new FakeAws(clock).seededBy("sns", "CreateTopic", event -> {});
            Topics.answering(simulating);
            return simulating;
        });

        assertRed(contract::endsWellWhenTheResourceVanishesAtAnyPoint)
                .hasMessageContaining("Give SimulatedResources.of its type")
                .hasMessageContaining("implement SimulatedService.vanish for it; or override canVanish");
    }

    @Test
    void takesThrottlingForAbsence() {
        TrickyPlugin plugin = new TrickyPlugin().reading(context -> {
            try {
                return TrickyPlugin.get(context);
            } catch (GlueException any) {
                return Optional.empty();
            }
        });

        assertRed(of(plugin, ENDPOINT)::survivesThrottlingAtEveryCall)
                .hasMessageContaining("call 1, glue:GetDevEndpoint, and the next are throttled")
                .hasMessageContaining("Catch no more than the exception that you mean");
    }

    @Test
    void repairsWhatItHasRepaired() {
        Check<Map<String, String>> ownEvent = new Check<>() {
            @Override
            public String id() {
                return "encryption";
            }

            @Override
            public Optional<String> inspect(Map<String, String> topic, ControlContext context) {
                String event = context.event().orElseThrow().id();
                return event.equals(topic.get(TopicPlugin.KEY)) ? Optional.empty() : Optional.of("is not ours");
            }
        };
        TopicPlugin plugin = new TopicPlugin()
                .checking(List.of(ownEvent))
                .remediating(context -> TopicPlugin.encrypt(
                        context, context.event().orElseThrow().id()));

        assertRed(of(plugin)::findsNothingToDoOnWhatItHasRepaired)
                .hasMessageContaining("Make checks() pass on what remediate(…) leaves");
    }

    @Test
    void callsWhatItsPolicyDoesNotAllow() {
        TopicPlugin plugin = new TopicPlugin()
                .describedAs(descriptor -> descriptor.writes(
                        action("sns:SetTopicAttributes").on("arn:{partition}:sns:{region}:{account}:topic/{id}")));

        assertRed(of(plugin)::callsOnlyWhatItsPolicyAllows).hasMessageContaining("Correct the ARN in on(…)");
    }

    @Test
    void readsByACallThatItDoesNotDeclare() {
        TopicPlugin plugin = new TopicPlugin()
                .describedAs(without -> ControlDescriptor.control(TopicPlugin.ID, "Topics are encrypted")
                        .on(EventPattern.creations("sns", "CreateTopic"))
                        .reads(action("sns:ListTagsForResource").on(Topics.ARN))
                        .writes(action("sns:SetTopicAttributes").on(Topics.ARN)));

        assertRed(of(plugin)::callsOnlyWhatItsPolicyAllows)
                .hasMessageContaining(
                        "its role may not: the action is not declared. Add action(\"sns:GetTopicAttributes\").on(…)");
    }

    @Test
    void declaresWhatItNeverCalls() {
        assertRed(of(new TrickyPlugin(), ENDPOINT)::usesEveryActionThatItDeclares)
                .hasMessageContaining("Take action(\"glue:UpdateDevEndpoint\") out of its descriptor");
    }

    @Test
    void asksWhoseASampleOfTwoControlsIs() {
        RemediationPlugin two = new TwoControls();

        assertRed(of(two)::endsAsItsSamplesSay)
                .hasMessageContaining("It opens incidents under [sns-topic-encrypted, sns-topic-encrypted-too]")
                .hasMessageContaining("say whose it is with Sample.of(id)");
        of(two, TOPIC.of(TopicPlugin.ID)).endsAsItsSamplesSay();
    }

    /** The second of them finds nothing wrong. */
    private record TwoControls() implements RemediationPlugin {
        @Override
        public String service() {
            return "sns";
        }

        @Override
        public List<dev.overseer.api.Control<?>> controls() {
            TopicPlugin other = new TopicPlugin()
                    .checking(List.of(Check.require("nothing", topic -> true, "is wrong")))
                    .describedAs(descriptor -> ControlDescriptor.control(TopicPlugin.ID + "-too", "Anything goes")
                            .on(EventPattern.creations("sns", "CreateTopic"))
                            .reads(action("sns:GetTopicAttributes").on(Topics.ARN))
                            .writes(action("sns:SetTopicAttributes").on(Topics.ARN)));
            return List.of(
                    new TopicPlugin().controls().getFirst(), other.controls().getFirst());
        }
    }

    private static boolean tagged(ControlContext context) {
        return TopicPlugin.sns(context)
                .listTagsForResource(
                        list -> list.resourceArn(Topics.arn(context.target().id())))
                .hasTags();
    }

    /** Adds a key, waits so many looks, and deletes. */
    private static Progress updatedThenDeleted(ControlContext context, int waits, String key) {
        int looks = context.checkpoint().map(Integer::parseInt).orElse(0);
        GlueClient glue = TrickyPlugin.glue(context);
        try {
            if (looks == 0) {
                glue.updateDevEndpoint(
                        update -> update.endpointName(context.target().id()).addPublicKeys(key));
            }
            if (looks < waits) {
                return Progress.waitFor(Duration.ofSeconds(20), "another look")
                        .withCheckpoint(Integer.toString(looks + 1));
            }
            TrickyPlugin.delete(context);
            return Progress.done("deleted");
        } catch (EntityNotFoundException gone) {
            return Progress.done("gone");
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRed(
            ThrowingCallable clause) {
        return assertThatThrownBy(clause).isInstanceOf(AssertionError.class);
    }

    private static PluginContract of(RemediationPlugin plugin) {
        return of(plugin, TOPIC);
    }

    private static PluginContract of(RemediationPlugin plugin, Sample sample) {
        return contract(
                plugin,
                sample,
                clock -> new FakeAws(clock)
                        .install(new GlueSimulator(clock, Lifecycle.readyAfter(Duration.ZERO)))
                        .install(Topics.simulated()));
    }

    private static PluginContract contract(
            RemediationPlugin tested, Sample sample, Function<TestClock, FakeAws> simulating) {
        return new PluginContract() {
            @Override
            protected RemediationPlugin plugin() {
                return tested;
            }

            @Override
            protected FakeAws aws(TestClock clock) {
                return simulating.apply(clock);
            }

            @Override
            protected List<Sample> samples() {
                return List.of(sample);
            }
        };
    }
}
