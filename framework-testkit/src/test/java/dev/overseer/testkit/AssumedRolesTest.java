package dev.overseer.testkit;

import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static dev.overseer.testkit.TrickyPlugin.get;
import static dev.overseer.testkit.TrickyPlugin.glue;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.AssumedRoles;
import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.aws.SecurityTokenService;
import dev.overseer.runtime.aws.TargetCredentials;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.StsSimulator.AssumedRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The production engine in the role of each target's account, with a real STS client. */
class AssumedRolesTest {
    private static final String HERE = "123456789012";
    private static final String THERE = "210987654321";
    private static final EventBuilder EVENT =
            Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1");
    private static final TargetRole ROLE = new TargetRole(
            "arn:{partition}:iam::{account}:role/OverseerTarget", Optional.of("blue-42"), Optional.empty());
    private static final ControlDescriptor CONTROL =
            new TrickyPlugin().controls().getFirst().descriptor();

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.starting("READY"));
    private final StsSimulator sts = new StsSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue).install(sts);
    private final AssumedRoles roles = new AssumedRoles(ROLE, tokens(), clock);

    @Test
    void worksInTheRoleOfTheTargetsAccount() {
        Transcript transcript = play(new TrickyPlugin(), EVENT, EVENT.account(THERE));

        assertThat(transcript.kinds()).containsExactly(REMEDIATED, REMEDIATED);
        assertThat(callers("glue"))
                .isEqualTo(Map.of(
                        HERE, Set.of("arn:aws:sts::123456789012:assumed-role/OverseerTarget/overseer-tricky"),
                        THERE, Set.of("arn:aws:sts::210987654321:assumed-role/OverseerTarget/overseer-tricky")));
        assertThat(callers("sts")).containsOnlyKeys(HERE);
    }

    @Test
    void asksForNoMoreThanTheControlDeclaresOnTheTarget() {
        play(new TrickyPlugin(), EVENT.request("endpointName", "a*"));

        assertThat(sts.assumed()).singleElement().satisfies(role -> {
            assertThat(role.role()).isEqualTo("arn:aws:iam::123456789012:role/OverseerTarget");
            assertThat(role.session()).isEqualTo("overseer-tricky");
            assertThat(role.externalId()).contains("blue-42");
            assertThat(role.duration()).isEqualTo(Duration.ofMinutes(15));
            assertThat(json(role.policy().orElseThrow())).isEqualTo(json("""
                    {"Version": "2012-10-17", "Statement": [{
                      "Effect": "Allow",
                      "Action": ["glue:DeleteDevEndpoint", "glue:GetDevEndpoint", "glue:UpdateDevEndpoint"],
                      "Resource": "arn:aws:glue:eu-west-1:123456789012:devEndpoint/a${*}"
                    }]}
                    """));
        });
    }

    @Test
    void asksForNothingButReadsInADryRun() {
        Transcript transcript =
                rehearsal(new TrickyPlugin()).dryRun().with(roles).play(EVENT);

        assertThat(transcript.outcome().kind()).isEqualTo(PLANNED);
        assertThat(sts.assumed())
                .singleElement()
                .satisfies(role -> assertThat(json(role.policy().orElseThrow()).at("/Statement/0/Action"))
                        .isEqualTo(json("[\"glue:GetDevEndpoint\"]")));
    }

    @Test
    void sendsNoExternalIdIfNoneIsConfigured() {
        TargetRole trusting = new TargetRole(ROLE.arn(), Optional.empty(), Optional.empty());

        rehearsal(new TrickyPlugin())
                .with(new AssumedRoles(trusting, tokens(), clock))
                .play(EVENT);

        assertThat(sts.assumed()).extracting(AssumedRole::externalId).containsExactly(Optional.empty());
    }

    @Test
    void keepsASessionUntilALookMightOutlastIt() {
        obtain("test1", true);
        clock.advance(Duration.ofMinutes(12));
        obtain("test1", true);
        assertThat(sts.assumed()).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        obtain("test1", true);
        assertThat(sts.assumed()).hasSize(2);
    }

    @Test
    void assumesTheRoleAgainForALongIncidentOnly() {
        GlueSimulator slow = new GlueSimulator(clock, Lifecycle.readyAfter(Duration.ofMinutes(20)));
        FakeAws other = new FakeAws(clock).install(slow).install(sts);
        TrickyPlugin waiting = new TrickyPlugin().remediating(context -> {
            if (get(context).orElseThrow().status().equals("READY")) {
                TrickyPlugin.delete(context);
                return Progress.done("deleted");
            }
            return Progress.waitFor(Duration.ofMinutes(1), "READY");
        });

        Outcome outcome = Rehearsal.of(waiting, other, clock)
                .with(new AssumedRoles(ROLE, tokens(other), clock))
                .play(EVENT)
                .outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.looks()).isGreaterThan(3);
        assertThat(sts.assumed()).hasSize(2);
    }

    @Test
    void lendsNoTargetTheSessionOfAnother() {
        obtain("test1", true);
        obtain("test2", true);
        obtain("test1", false);
        obtain("test1", true);
        obtain("test2", true);

        assertThat(sts.assumed())
                .extracting(AssumedRole::policy)
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void keepsSessionsOfFourThousandTargetsAndNoMore() {
        List<SecurityTokenService.Request> asked = new ArrayList<>();
        AssumedRoles many = new AssumedRoles(ROLE, lendingTo(asked), clock);
        for (int number = 0; number <= 4_096; number++) {
            many.obtain(CONTROL, target("test" + number), true);
        }
        many.obtain(CONTROL, target("test4096"), true);
        assertThat(asked).hasSize(4_097);

        many.obtain(CONTROL, target("test0"), true);
        assertThat(asked).hasSize(4_098);
    }

    @Test
    void namesTheSessionAsStsAllowsWhateverTheControlIsCalled() {
        List<SecurityTokenService.Request> asked = new ArrayList<>();
        AssumedRoles roles = new AssumedRoles(ROLE, lendingTo(asked), clock);

        roles.obtain(ControlDescriptor.control("a b/c", "A title").build(), target("test1"), true);
        roles.obtain(ControlDescriptor.control("x".repeat(80), "A title").build(), target("test1"), true);

        assertThat(asked)
                .extracting(SecurityTokenService.Request::session)
                .containsExactly("overseer-a-b-c", "overseer-" + "x".repeat(55));
    }

    @Test
    void assumesTheRoleOnceForLooksAtTheSameTime() throws InterruptedException, ExecutionException {
        CountDownLatch together = new CountDownLatch(8);
        Callable<AwsSessionCredentials> look = () -> {
            together.countDown();
            together.await();
            return obtain("test1", true);
        };
        List<Future<AwsSessionCredentials>> looks;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            looks = threads.invokeAll(Collections.nCopies(8, look));
        }

        assertThat(sts.assumed()).hasSize(1);
        Set<AwsSessionCredentials> lent = new HashSet<>();
        for (Future<AwsSessionCredentials> one : looks) {
            lent.add(one.get());
        }
        assertThat(lent).hasSize(1);
    }

    @Test
    void aRefusedRoleFailsItsIncidentsAndLeavesOtherAccountsAlone() {
        aws.fail("AssumeRole").with(inAccount(THERE, Fault.deny())).always();

        Transcript transcript = play(new TrickyPlugin(), EVENT.account(THERE), EVENT);

        assertThat(transcript.kinds()).containsExactly(FAILED, REMEDIATED);
        assertThat(transcript.closed().getFirst().outcome().summary())
                .startsWith(
                        "role arn:aws:iam::210987654321:role/OverseerTarget cannot be assumed, so account 210987654321 cannot be reached: ")
                .contains("is not authorized to perform: sts:AssumeRole")
                .endsWith("Check that the role exists, and that it trusts this caller and the external id");
        assertThat(callers("glue")).containsOnlyKeys(HERE);
    }

    @Test
    void aPolicyThatStsFindsTooLargeFailsTheIncident() {
        aws.fail("AssumeRole").with(Fault.error(400, "PackedPolicyTooLarge", "Packed policy consumes 123% of space"));

        Outcome outcome = play(new TrickyPlugin(), EVENT).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("role/OverseerTarget").contains("Packed policy consumes 123% of space");
    }

    @Test
    void triesAgainWhereStsDoesNotAnswer() {
        aws.fail("AssumeRole").with(Fault.throttle()).times(2);
        aws.fail("AssumeRole").with(Fault.timeout());
        aws.fail("AssumeRole").with(Fault.serverError());

        Transcript transcript = play(new TrickyPlugin(), EVENT);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.waits()).hasSize(4);
        assertThat(transcript.waits())
                .extracting(Step.Suspended::reason)
                .allMatch(reason -> reason.contains("sts:AssumeRole of arn:aws:iam::123456789012:role/OverseerTarget"))
                .first(STRING)
                .contains("Rate exceeded");
    }

    @Test
    void forgetsARefusal() {
        aws.fail("AssumeRole").with(Fault.deny());

        assertThatExceptionOfType(NoRoleException.class).isThrownBy(() -> obtain("test1", true));
        assertThat(obtain("test1", true).sessionToken()).contains("overseer-tricky");
    }

    @Test
    void anAccountThatIsNotAllowedIsNotEvenTried() {
        TargetRole only = new TargetRole(ROLE.arn(), Optional.empty(), Optional.of(Set.of(HERE)));

        Transcript transcript = rehearsal(new TrickyPlugin())
                .with(new AssumedRoles(only, tokens(), clock))
                .play(EVENT.account(THERE), EVENT);

        assertThat(transcript.kinds()).containsExactly(FAILED, REMEDIATED);
        assertThat(transcript.closed().getFirst().outcome().summary())
                .startsWith("account 210987654321 is not one of the allowed [123456789012]");
        assertThat(sts.assumed())
                .extracting(AssumedRole::role)
                .containsExactly("arn:aws:iam::123456789012:role/OverseerTarget");
    }

    @Test
    void aTargetWhoseNameMakesThePolicyTooLongFailsAloneHoweverOftenItComes() {
        List<EventBuilder> events = IntStream.range(0, 8)
                .mapToObj(number -> EVENT.request("endpointName", "*".repeat(600) + number))
                .collect(Collectors.toCollection(ArrayList::new));
        events.add(EVENT.at(Events.TIME.plusSeconds(60)));

        Transcript transcript = play(new TrickyPlugin(), events.toArray(EventBuilder[]::new));

        assertThat(transcript.kinds().subList(0, 8)).containsOnly(FAILED);
        assertThat(transcript.kinds().subList(8, transcript.kinds().size())).containsExactly(REMEDIATED);
        assertThat(transcript.closed().getFirst().outcome().summary())
                .startsWith("The session policy of control tricky has 2,")
                .contains("STS takes 2,048");
        assertThat(sts.assumed()).hasSize(1);
    }

    @Test
    void aClientThatAControlKeepsActsForTheLookThatUsesIt() {
        List<GlueClient> kept = new CopyOnWriteArrayList<>();
        TrickyPlugin hoarding = new TrickyPlugin().reading(context -> {
            kept.add(glue(context));
            return Optional.of(kept.getFirst()
                    .getDevEndpoint(get -> get.endpointName(context.target().id()))
                    .devEndpoint());
        });

        rehearsal(hoarding).dryRun().with(new NamedAfterTarget()).play(EVENT, EVENT.request("endpointName", "test2"));

        assertThat(aws.calls("GetDevEndpoint"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(call -> assertThat(call.principal())
                        .endsWith("/" + call.json().path("EndpointName").asText()));
    }

    /** A session for each target that says so. */
    private record NamedAfterTarget() implements TargetCredentials {
        @Override
        public AwsCredentialsProvider obtain(ControlDescriptor control, ResourceRef target, boolean writes) {
            return StaticCredentialsProvider.create(
                    FakeCredentials.ofSession(target.account(), target.region(), "OverseerTarget", target.id()));
        }

        @Override
        public String identity(ResourceRef target) {
            return target.id();
        }
    }

    private Transcript play(TrickyPlugin plugin, EventBuilder... events) {
        return rehearsal(plugin).with(roles).play(events);
    }

    private Rehearsal rehearsal(TrickyPlugin plugin) {
        return Rehearsal.of(plugin, aws, clock);
    }

    private AwsSessionCredentials obtain(String name, boolean writes) {
        return (AwsSessionCredentials)
                roles.obtain(CONTROL, target(name), writes).resolveCredentials();
    }

    private static ResourceRef target(String name) {
        return ResourceRef.of(HERE, "eu-west-1", "AWS::Glue::DevEndpoint", name);
    }

    private Map<String, Set<String>> callers(String service) {
        return aws.calls().stream()
                .filter(call -> call.service().equals(service))
                .collect(groupingBy(AwsCall::account, mapping(AwsCall::principal, toSet())));
    }

    private static Fault inAccount(String account, Fault fault) {
        return (call, service) -> call.request().parameters().get("RoleArn").contains(account)
                ? fault.answer(call, service)
                : service.answer();
    }

    private SecurityTokenService lendingTo(List<SecurityTokenService.Request> asked) {
        return request -> {
            asked.add(request);
            return new SecurityTokenService.Session(
                    FakeCredentials.ofSession(HERE, "eu-west-1", "OverseerTarget", request.session()),
                    clock.instant().plus(request.duration()));
        };
    }

    private SecurityTokenService tokens() {
        return tokens(aws);
    }

    private static SecurityTokenService tokens(FakeAws aws) {
        StsClient client = aws.client(StsClient::builder);
        return request -> {
            Credentials lent = client.assumeRole(role -> role.roleArn(request.role())
                            .roleSessionName(request.session())
                            .externalId(request.externalId().orElse(null))
                            .policy(request.policy())
                            .durationSeconds((int) request.duration().toSeconds()))
                    .credentials();
            return new SecurityTokenService.Session(
                    AwsSessionCredentials.create(lent.accessKeyId(), lent.secretAccessKey(), lent.sessionToken()),
                    lent.expiration());
        };
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException invalid) {
            throw new AssertionError(text, invalid);
        }
    }
}
