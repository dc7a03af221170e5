package dev.overseer.plugin.ec2;

import static dev.overseer.plugin.ec2.Scene.authorized;
import static dev.overseer.plugin.ec2.Scene.authorizedInGroup;
import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Transcript;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityGroupLifeTest {
    private static final String SSH = """
            {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}
            """;
    private static final EventBuilder OPEN = authorized("sgr-1", "tcp", 22, 22, "0.0.0.0/0");

    private final Scene scene = new Scene();

    @Test
    void revokesTheRuleAndNoOther() {
        scene.ec2.rule("sgr-old", "sg-1", "tcp", 3389, 3389, "0.0.0.0/0");

        Outcome outcome = scene.play(OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.summary()).isEqualTo("revoked sgr-1");
        assertThat(outcome.looks()).isEqualTo(1);
        assertThat(scene.ec2.hasRule("sgr-1")).isFalse();
        assertThat(scene.ec2.hasRule("sgr-old")).isTrue();
        assertThat(scene.aws.calls().stream().map(AwsCall::operation))
                .containsExactly(
                        "DescribeSecurityGroupRules", "RevokeSecurityGroupIngress", "DescribeSecurityGroupRules");
    }

    @Test
    void revokesTheWorldIpv6Rule() {
        assertThat(scene.play(authorized("sgr-6", "tcp", 22, 22, "::/0"))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
        assertThat(scene.ec2.hasRule("sgr-6")).isFalse();
    }

    @Test
    void closesACompliantRuleWithoutOneCall() {
        assertThat(scene.play(authorized("sgr-1", "tcp", 443, 443, "0.0.0.0/0"))
                        .outcome()
                        .kind())
                .isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void writesNothingInADryRun() {
        Outcome outcome = scene.rehearsal().dryRun().play(OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.summary()).startsWith("would call ec2:RevokeSecurityGroupIngress");
        assertThat(scene.ec2.hasRule("sgr-1")).isTrue();
    }

    @Test
    void judgesOfAGroupOnlyTheRulesThatTheEventMade() {
        scene.ec2.rule("sgr-old", "sg-1", "tcp", 3389, 3389, "0.0.0.0/0");
        scene.ec2.rule("sgr-six", "sg-1", "tcp", 22, 22, "::/0");
        scene.ec2.rule("sgr-other", "sg-2", "tcp", 22, 22, "0.0.0.0/0");
        scene.ec2.egressRule("sgr-out", "sg-1");

        Outcome outcome = scene.play(authorizedInGroup(SSH)).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(scene.ec2.rulesOf("sg-1")).containsExactly("sgr-old", "sgr-out", "sgr-six");
        assertThat(scene.ec2.rulesOf("sg-2")).containsExactly("sgr-other");
    }

    @Test
    void knowsTheRuleAgainThatEc2WroteInItsOwnWay() {
        Outcome outcome = scene.play(authorizedInGroup("""
                        {"ipProtocol": "6", "fromPort": "22", "toPort": "22", "ipRanges": {"items": [{"cidrIp": "208.236.235.254/0"}]}}
                        """)).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(scene.ec2.rulesOf("sg-1")).isEmpty();
    }

    @Test
    void doesNotGuessWhichRulesAnEventMadeThatHidesThem() {
        scene.ec2.rule("sgr-old", "sg-1", "tcp", 3389, 3389, "0.0.0.0/0");

        Outcome outcome = scene.play(Scene.event(
                        "AuthorizeSecurityGroupIngress",
                        "{\"groupId\": \"sg-1\", \"ipPermissions\": \"HIDDEN_DUE_TO_SECURITY_REASONS\"}",
                        "{\"_return\": true}"))
                .outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).startsWith("CloudTrail does not tell which of the group's rules");
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void leavesAChangedRuleThatLetsTrafficOut() {
        scene.ec2.egressRule("sgr-out", "sg-1");

        assertThat(scene.play(SecurityGroupEventsTest.changed("sgr-out", "-1", "0.0.0.0/0"))
                        .outcome()
                        .kind())
                .isEqualTo(COMPLIANT);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void revokesARuleThatWasOpenedByAChange() {
        scene.ec2.rule("sgr-1", "sg-1", "tcp", 22, 22, "192.0.2.0/24");

        assertThat(scene.play(SecurityGroupEventsTest.changed("sgr-1", "tcp", "0.0.0.0/0"))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
        assertThat(scene.ec2.hasRule("sgr-1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgr-1", "sg-1"})
    void isDoneWhenTheRuleOrItsGroupVanishesBeforeTheRead(String vanishing) {
        scene.aws.onCall("DescribeSecurityGroupRules").before(call -> scene.ec2.vanish(vanishing));

        assertThat(scene.play(OPEN).outcome().kind()).isEqualTo(GONE);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgr-1", "sg-1"})
    void isDoneWhenTheRuleOrItsGroupVanishesBeforeTheWrite(String vanishing) {
        scene.aws.onCall("RevokeSecurityGroupIngress").before(call -> scene.ec2.vanish(vanishing));

        assertThat(scene.play(OPEN).outcome().kind()).isEqualTo(GONE);
    }

    @Test
    void revokesTheOthersWhenOneOfAGroupsRulesVanishes() {
        EventBuilder both = authorizedInGroup(SSH + """
                , {"ipProtocol": "tcp", "fromPort": 3389, "toPort": 3389, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}
                """);
        scene.aws
                .onCall("RevokeSecurityGroupIngress")
                .before(call -> scene.ec2.vanish(scene.ec2.rulesOf("sg-1").getFirst()))
                .nth(1);

        assertThat(scene.play(both).outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.ec2.rulesOf("sg-1")).isEmpty();
    }

    @Test
    void tellsWhatAwsDenied() {
        scene.aws.fail("RevokeSecurityGroupIngress").with(Fault.deny()).always();

        Outcome outcome = scene.play(OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary())
                .startsWith("ec2:RevokeSecurityGroupIngress was denied")
                .contains("arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1");
    }

    @Test
    void waitsOutTimeoutsAndRevokesOnce() {
        scene.aws.fail("RevokeSecurityGroupIngress").with(Fault.timeoutAfter());

        assertThat(scene.play(OPEN).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void takesItsOwnRevocationForNothingNew() {
        Transcript transcript = scene.play(OPEN, Scene.event("RevokeSecurityGroupIngress", """
                        {"groupId": "sg-1", "ipPermissions": {}, "securityGroupRuleIds": {"items": [{"securityGroupRuleId": "sgr-1"}]}}
                        """, "{\"_return\": true}"));

        assertThat(transcript.kinds()).containsExactly(REMEDIATED);
        assertThat(transcript.ignored()).hasSize(1);
    }

    @Test
    void dealsWithAThousandRulesOfOneEvent() {
        String rules = IntStream.range(0, 1_000)
                .mapToObj(n -> Scene.rule("sgr-%04d".formatted(n), "tcp", n, n, "0.0.0.0/0"))
                .collect(Collectors.joining(","));
        EventBuilder event = Scene.event(
                "AuthorizeSecurityGroupIngress",
                "{\"groupId\": \"sg-1\", \"ipPermissions\": {}}",
                "{\"securityGroupRuleSet\": {\"items\": [%s]}}".formatted(rules));

        Transcript transcript = scene.play(event);

        // 20, 21, 22, 23, 25, 135, 139 and 445 of the ports up to 999.
        assertThat(transcript.kinds()).hasSize(1_000);
        assertThat(transcript.kinds().stream().filter(REMEDIATED::equals)).hasSize(8);
        assertThat(transcript.kinds().stream().filter(COMPLIANT::equals)).hasSize(992);
        assertThat(scene.ec2.rulesOf("sg-1")).hasSize(992);
        assertThat(scene.aws.writes()).hasSize(8);
    }

    @Test
    void readsAllPagesOfAGroupWithAThousandRules() {
        IntStream.range(0, 1_500)
                .forEach(n -> scene.ec2.rule(
                        "sgr-%04d".formatted(n), "sg-1", "tcp", 443, 443, "192.0.2.%d/32".formatted(n % 256)));
        scene.ec2.rule("sgr-9999", "sg-1", "tcp", 22, 22, "0.0.0.0/0");
        Lent sweep = Lent.sweep(scene.aws, IngressEvents.GROUP, "sg-1");

        Ingress all = new SecurityGroupControl().read(sweep).orElseThrow();

        assertThat(all.rules()).hasSize(1_501);
        assertThat(all.open(sweep)).extracting("securityGroupRuleId").containsExactly("sgr-9999");
        assertThat(scene.aws.calls()).hasSize(2);
    }

    @Test
    void discoversRulesThatLetEverybodyIn() {
        scene.ec2.rule("sgr-1", "sg-1", "tcp", 443, 443, "0.0.0.0/0");
        scene.ec2.rule("sgr-2", "sg-1", "tcp", 22, 22, "192.0.2.0/24");
        scene.ec2.rule("sgr-3", "sg-2", "-1", 0, 0, "::/0");
        scene.ec2.egressRule("sgr-4", "sg-2");

        assertThat(new SecurityGroupControl().discover(Lent.sweep(scene.aws, IngressEvents.RULE, "*")))
                .containsExactly(
                        ResourceRef.of("123456789012", "eu-west-1", "AWS::EC2::SecurityGroupIngress", "sgr-1"),
                        ResourceRef.of("123456789012", "eu-west-1", "AWS::EC2::SecurityGroupIngress", "sgr-3"));
    }

    @Test
    void obeysTheOperatorsPorts() {
        Lent onlyHttps =
                Lent.sweep(scene.aws, IngressEvents.RULE, "sgr-1").with(new SecurityGroupSettings(List.of(443)));
        scene.ec2.rule("sgr-1", "sg-1", "tcp", 443, 443, "0.0.0.0/0");
        Ingress https = new SecurityGroupControl().read(onlyHttps).orElseThrow();

        assertThat(new OpenToTheWorld().inspect(https, onlyHttps)).contains("lets in tcp 443 from 0.0.0.0/0");
        assertThat(new OpenToTheWorld().inspect(https, Lent.sweep(scene.aws, IngressEvents.RULE, "sgr-1")))
                .isEmpty();
    }
}
