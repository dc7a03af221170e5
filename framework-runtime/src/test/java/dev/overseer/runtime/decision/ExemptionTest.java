package dev.overseer.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.event.EventMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExemptionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LATER = Instant.parse("2027-02-01T00:00:00Z");
    private static final ResourceRef TARGET =
            ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "lab-1");
    private static final String DEPLOYER = "arn:aws:iam::123456789012:role/team/Deployer";

    @ParameterizedTest
    @CsvSource({
        "lab-*, true",
        "lab-1, true",
        "*, true",
        "Lab-*, false",
        "lab, false",
        "lab-?, false",
        "lab-., false",
    })
    void coversResourcesByTheirId(String glob, boolean covered) {
        assertThat(exempts(new Subject.Resource(new Glob(glob)), byUser("alice")))
                .isEqualTo(covered);
    }

    @Test
    void coversWhatAUserDid() {
        Subject alice = new Subject.Principal(new Glob("arn:aws:iam::123456789012:user/alice"));

        assertThat(exempts(alice, byUser("alice"))).isTrue();
        assertThat(exempts(alice, byUser("Alice"))).isFalse();
        assertThat(exempts(alice, byUser("admins/alice"))).isFalse();
        assertThat(exempts(alice, byUser("alice2"))).isFalse();
    }

    @Test
    void coversWhatAnybodyInARoleDid() {
        Subject deployer = new Subject.Principal(new Glob(DEPLOYER));

        assertThat(exempts(deployer, bySession("Deployer", "ci-4711", Optional.of(DEPLOYER))))
                .isTrue();
        assertThat(exempts(deployer, bySession("Deployer", "somebody", Optional.of(DEPLOYER))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::123456789012:role/team/deployer",
                "arn:aws:iam::123456789012:role/Deployer",
                "arn:aws:iam::123456789012:role/other/team/Deployer",
                "arn:aws:iam::210987654321:role/team/Deployer",
                "arn:aws-cn:iam::123456789012:role/team/Deployer",
            })
    void doesNotCoverARoleThatIsNamedAlike(String issuer) {
        assertThat(exempts(new Subject.Principal(new Glob(DEPLOYER)), bySession("Deployer", "ci", Optional.of(issuer))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployer", "arn:aws:iam::123456789012:role/team/Deployer", "x/role/team/Deployer"})
    void neverLooksAtTheNameOfASession(String session) {
        CloudTrailEvent named = bySession("Intern", session, Optional.of("arn:aws:iam::123456789012:role/Intern"));

        assertThat(exempts(new Subject.Principal(new Glob("*Deployer")), named)).isFalse();
        assertThat(exempts(
                        new Subject.Principal(new Glob("*Deployer")), bySession("Intern", session, Optional.empty())))
                .isFalse();
    }

    @Test
    void coversWhatAPatternMatches() {
        Subject byName = new Subject.Event(EventMatch.of("{\"detail\": {\"eventName\": [\"CreateDevEndpoint\"]}}"));
        Subject byOther = new Subject.Event(EventMatch.of("{\"detail\": {\"eventName\": [\"CreateJob\"]}}"));

        assertThat(exempts(byName, byUser("alice"))).isTrue();
        assertThat(exempts(byOther, byUser("alice"))).isFalse();
    }

    @Test
    void coversByTagOnlyWhereTheControlAllowsIt() {
        Exemption byTag = exemption(new Subject.Tag("overseer", "exempt"), LATER);
        Map<String, String> tags = Map.of("overseer", "exempt");

        assertThat(policy(true, byTag).exemption("job", TARGET, Optional.of(byUser("alice")), () -> tags, NOW))
                .contains(byTag);
        assertThat(policy(true, byTag)
                        .exemption("job", TARGET, Optional.of(byUser("alice")), () -> Map.of("overseer", "x"), NOW))
                .isEmpty();
        assertThat(policy(false, byTag).exemption("job", TARGET, Optional.of(byUser("alice")), () -> tags, NOW))
                .isEmpty();
    }

    @Test
    void readsTagsOnlyIfAnExemptionDependsOnThem() {
        AtomicInteger asked = new AtomicInteger();
        Exemption byId = exemption(new Subject.Resource(new Glob("other")), LATER);
        Exemption over = exemption(new Subject.Tag("a", "b"), NOW);

        policy(true, byId, over)
                .exemption(
                        "job",
                        TARGET,
                        Optional.of(byUser("alice")),
                        () -> Map.of("n", "" + asked.incrementAndGet()),
                        NOW);

        assertThat(asked).hasValue(0);
    }

    @Test
    void endsOnTime() {
        Exemption exemption = exemption(new Subject.Resource(new Glob("lab-1")), LATER);
        DecisionPolicy policy = policy(false, exemption);

        assertThat(policy.exemption("job", TARGET, Optional.of(byUser("alice")), Map::of, LATER.minusMillis(1)))
                .contains(exemption);
        assertThat(policy.exemption("job", TARGET, Optional.of(byUser("alice")), Map::of, LATER))
                .isEmpty();
    }

    @Test
    void namesTheOneThatEndsLast() {
        Exemption shorter = exemption(new Subject.Resource(new Glob("lab-*")), LATER);
        Exemption longer = exemption(new Subject.Resource(new Glob("*")), LATER.plus(Duration.ofDays(1)));

        assertThat(policy(false, shorter, longer, shorter)
                        .exemption("job", TARGET, Optional.of(byUser("alice")), Map::of, NOW))
                .contains(longer);
    }

    @Test
    void concernsOneControlOrAll() {
        Exemption one = new Exemption(
                Optional.of("crawler"), new Subject.Resource(new Glob("*")), "r", "o", LATER, Provenance.DEFAULT);

        assertThat(policy(false, one).exemption("job", TARGET, Optional.of(byUser("alice")), Map::of, NOW))
                .isEmpty();
        assertThat(policy(false, one).exemption("crawler", TARGET, Optional.of(byUser("alice")), Map::of, NOW))
                .contains(one);
    }

    private static boolean exempts(Subject subject, CloudTrailEvent event) {
        return policy(false, exemption(subject, LATER))
                .exemption("job", TARGET, Optional.of(event), Map::of, NOW)
                .isPresent();
    }

    private static Exemption exemption(Subject subject, Instant until) {
        return new Exemption(Optional.empty(), subject, "a lab", "team@example.com", until, Provenance.DEFAULT);
    }

    private static DecisionPolicy policy(boolean byTag, Exemption... exemptions) {
        ControlRule rule = new ControlRule(
                Optional.empty(), Map.of(), Duration.ZERO, false, byTag, Optional.empty(), Provenance.DEFAULT);
        return DecisionPolicy.of(new Rules(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("job", rule),
                List.of(),
                List.of(exemptions),
                Limits.STANDARD,
                new KillSwitchPlace.Here(List.of())));
    }

    private static CloudTrailEvent byUser(String name) {
        return event("arn:aws:iam::123456789012:user/" + name, Optional.empty());
    }

    private static CloudTrailEvent bySession(String role, String session, Optional<String> issuer) {
        return event("arn:aws:sts::123456789012:assumed-role/%s/%s".formatted(role, session), issuer);
    }

    private static CloudTrailEvent event(String principal, Optional<String> issuer) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("eventName", "CreateDevEndpoint");
        ObjectNode identity = record.putObject("userIdentity").put("arn", principal);
        issuer.ifPresent(arn ->
                identity.putObject("sessionContext").putObject("sessionIssuer").put("arn", arn));
        JsonNode none = JsonNodeFactory.instance.missingNode();
        return new CloudTrailEvent(
                new CloudTrailEvent.Attributes(
                        "5bf5b751-0e85-43e8-ba8c-0722eb140437",
                        NOW,
                        "123456789012",
                        "eu-west-1",
                        "glue.amazonaws.com",
                        "CreateDevEndpoint",
                        "AwsApiCall",
                        principal),
                none,
                none,
                () -> record);
    }
}
