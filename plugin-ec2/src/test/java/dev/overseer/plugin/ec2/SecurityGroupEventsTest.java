package dev.overseer.plugin.ec2;

import static dev.overseer.plugin.ec2.Scene.authorized;
import static dev.overseer.plugin.ec2.Scene.authorizedInGroup;
import static dev.overseer.plugin.ec2.Scene.event;
import static dev.overseer.runtime.incident.Judgement.Verdict.FAILS;
import static dev.overseer.runtime.incident.Judgement.Verdict.NOT_JUDGED;
import static dev.overseer.runtime.incident.Judgement.Verdict.PASSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.api.EventFormatException;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.testkit.EventBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityGroupEventsTest {
    private static final String CONTROL = "ec2-security-group-open";
    private static final String WORLD_SSH = """
            {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}
            """;

    @Test
    void isAboutTheRuleWhereTheEventNamesIt() {
        assertThat(new SecurityGroupControl()
                        .targets(authorized("sgr-1", "tcp", 22, 22, "0.0.0.0/0").event()))
                .containsExactly(
                        ResourceRef.of("123456789012", "eu-west-1", "AWS::EC2::SecurityGroupIngress", "sgr-1"));
    }

    @Test
    void isAboutTheGroupWhereTheEventNamesNoRule() {
        assertThat(new SecurityGroupControl()
                        .targets(authorizedInGroup(WORLD_SSH).event()))
                .containsExactly(ResourceRef.of("123456789012", "eu-west-1", "AWS::EC2::SecurityGroup", "sg-1"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{\"securityGroupRuleSet\": {\"items\": [%1$s, %2$s]}}",
                "{\"securityGroupRuleSet\": [%1$s, %2$s]}",
                "{\"securityGroupRuleSet\": {\"item\": [%1$s, %2$s]}}",
                "{\"AuthorizeSecurityGroupIngressResponse\": {\"SecurityGroupRuleSet\": {\"item\": [%1$s, %2$s]}}}"
            })
    void findsSeveralRulesHoweverTheyAreListed(String response) {
        EventBuilder event = event(
                "AuthorizeSecurityGroupIngress",
                "{\"groupId\": \"sg-1\"}",
                response.formatted(
                        Scene.rule("sgr-1", "tcp", 22, 22, "0.0.0.0/0"), Scene.rule("sgr-2", "tcp", 443, 443, "::/0")));

        assertThat(Scene.targets(new SecurityGroupControl(), event)).containsExactly("sgr-1", "sgr-2");
        assertThat(Scene.judged(CONTROL, event)).extracting(Judgement::verdict).containsExactly(FAILS, PASSES);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{\"securityGroupRuleSet\": {\"items\": %s}}",
                "{\"securityGroupRuleSet\": {\"item\": %s}}",
                "{\"securityGroupRuleSet\": %s}"
            })
    void findsOneRuleThatStandsInPlaceOfTheList(String response) {
        EventBuilder event = event(
                "AuthorizeSecurityGroupIngress",
                "{\"groupId\": \"sg-1\"}",
                response.formatted(Scene.rule("sgr-1", "tcp", 22, 22, "0.0.0.0/0")));

        assertThat(Scene.targets(new SecurityGroupControl(), event)).containsExactly("sgr-1");
    }

    @ParameterizedTest(name = "{0} {1}-{2} from {3}: {4}")
    @CsvSource({
        "tcp,     22,     22,   0.0.0.0/0,           FAILS",
        "tcp,      0,  65535,   0.0.0.0/0,           FAILS",
        "tcp,     21,     23,   ::/0,                FAILS",
        "tcp,     22,     22,   208.236.235.254/0,   FAILS",
        "6,     3389,   3389,   0.0.0.0/0,           FAILS",
        "17,   11211,  11211,   0.0.0.0/0,           FAILS",
        "udp,    135,    135,   0.0.0.0/0,           FAILS",
        "-1,      -1,     -1,   0.0.0.0/0,           FAILS",
        "-1,      -1,     -1,   2001:db8::/0,        FAILS",
        "tcp,    443,    443,   0.0.0.0/0,           PASSES",
        "tcp,     24,     24,   0.0.0.0/0,           PASSES",
        "tcp,     22,     22,   10.0.0.0/8,          PASSES",
        "tcp,     22,     22,   0.0.0.0/1,           PASSES",
        "tcp,     22,     22,   10.0.0.0/10,         PASSES",
        "tcp,     22,     22,   2001:db8::/32,       PASSES",
        "icmp,    -1,     -1,   0.0.0.0/0,           PASSES",
        "50,      -1,     -1,   0.0.0.0/0,           PASSES",
        "-1,      -1,     -1,   192.0.2.0/24,        PASSES",
    })
    void judgesTheRuleThatTheEventMade(String protocol, int from, int to, String cidr, Judgement.Verdict verdict) {
        assertThat(Scene.judged(CONTROL, authorized("sgr-1", protocol, from, to, cidr)))
                .extracting(Judgement::verdict)
                .containsExactly(verdict);
    }

    @Test
    void saysWhatIsLetIn() {
        assertThat(Scene.judged(CONTROL, authorized("sgr-1", "tcp", 20, 25, "0.0.0.0/0")))
                .flatExtracting(Judgement::findings)
                .containsExactly(new Finding("open-to-the-world", "lets in tcp 20-25 from 0.0.0.0/0"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'items': [%s]}                                  | FAILS",
                "{'items': %s}                                    | FAILS",
                "[%s]                                             | FAILS",
                "%s                                               | FAILS",
                "{'item': [%s, {'ipProtocol': 'icmp'}]}           | FAILS",
                "{}                                               | PASSES",
                "{'items': []}                                    | PASSES",
                "null                                             | PASSES",
                "'HIDDEN_DUE_TO_SECURITY_REASONS'                 | NOT_JUDGED",
                "{'items': ['HIDDEN_DUE_TO_SECURITY_REASONS']}    | NOT_JUDGED",
                "{'items': [{'ipProtocol': 'tcp', 'ipRanges': 'HIDDEN_DUE_TO_SECURITY_REASONS'}]} | NOT_JUDGED",
                "{'items': [{'ipProtocol': 'tcp', 'fromPort': 'x', 'ipRanges': {'items': [{'cidrIp': '0.0.0.0/0'}]}}]} | NOT_JUDGED",
                "{'items': [{'ipRanges': {'items': [{'cidrIp': '0.0.0.0/0'}]}}]} | NOT_JUDGED",
            })
    void judgesThePermissionsOfAGroup(String permissions, Judgement.Verdict verdict) {
        EventBuilder event = event(
                "AuthorizeSecurityGroupIngress",
                "{\"groupId\": \"sg-1\", \"ipPermissions\": %s}"
                        .formatted(permissions.replace('\'', '"').formatted(WORLD_SSH)),
                "{\"_return\": true}");

        assertThat(Scene.judged(CONTROL, event)).extracting(Judgement::verdict).containsExactly(verdict);
    }

    @Test
    void judgesTheFlatShape() {
        EventBuilder event = event("AuthorizeSecurityGroupIngress", """
                {"groupId": "sg-1", "ipPermissions": {}, "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIp": "0.0.0.0/0"}
                """, "{\"_return\": true}");

        assertThat(Scene.judged(CONTROL, event)).extracting(Judgement::verdict).containsExactly(FAILS);
    }

    @Test
    void judgesNothingThatCloudTrailLeftOut() {
        EventBuilder event = event(
                "AuthorizeSecurityGroupIngress",
                "{\"omitted\": true, \"groupId\": \"sg-1\", \"originalSize\": 120000}",
                "{\"omitted\": true}");

        assertThat(Scene.judged(CONTROL, event)).extracting(Judgement::verdict).containsExactly(NOT_JUDGED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'ModifySecurityGroupRulesRequest': {'GroupId': 'sg-1', 'SecurityGroupRule': %s}}",
                "{'ModifySecurityGroupRulesRequest': {'GroupId': 'sg-1', 'SecurityGroupRule': [%s]}}",
                "{'groupId': 'sg-1', 'securityGroupRuleSet': {'items': [%s]}}",
                "{'groupId': 'sg-1', 'securityGroupRules': [%s]}",
            })
    void findsAChangedRuleInEitherDialect(String request) {
        String narrow = """
                {"SecurityGroupRuleId": "sgr-1", "tag": 1,
                 "SecurityGroupRule": {"CidrIpv4": "192.0.2.0/24", "FromPort": 22.0, "ToPort": "22", "IpProtocol": 6}}
                """;
        EventBuilder event =
                event("ModifySecurityGroupRules", request.replace('\'', '"').formatted(narrow), "\"\"");

        assertThat(Scene.targets(new SecurityGroupControl(), event)).containsExactly("sgr-1");
        assertThat(Scene.judged(CONTROL, event)).extracting(Judgement::verdict).containsExactly(PASSES);
    }

    @Test
    void leavesAChangedRuleToTheLiveReadThatMightLetTrafficOut() {
        EventBuilder event = changed("sgr-1", "-1", "0.0.0.0/0");

        assertThat(Scene.judged(CONTROL, event)).extracting(Judgement::verdict).containsExactly(NOT_JUDGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"groupName\": \"default\", \"ipPermissions\": {}}",
                "{\"groupId\": \"HIDDEN_DUE_TO_SECURITY_REASONS\"}",
                "{\"groupId\": \" \"}",
                "{}",
                "null",
            })
    void isAboutNothingWhereNeitherGroupNorRuleIsNamed(String request) {
        assertThat(Scene.targets(new SecurityGroupControl(), event("AuthorizeSecurityGroupIngress", request, "null")))
                .isEmpty();
    }

    @Test
    void cannotReadAGroupIdThatIsNoText() {
        EventBuilder event = event("AuthorizeSecurityGroupIngress", "{\"groupId\": {\"a\": 1}}", "null");

        assertThatThrownBy(() -> Scene.targets(new SecurityGroupControl(), event))
                .isInstanceOf(EventFormatException.class)
                .hasMessage("groupId is object, not text");
    }

    @Test
    void fallsBackToTheGroupWhereARuleIsHidden() {
        EventBuilder event = event(
                "AuthorizeSecurityGroupIngress",
                "{\"groupId\": \"sg-1\"}",
                "{\"securityGroupRuleSet\": {\"items\": [%s, \"HIDDEN_DUE_TO_SECURITY_REASONS\"]}}"
                        .formatted(Scene.rule("sgr-1", "tcp", 22, 22, "0.0.0.0/0")));

        assertThat(Scene.targets(new SecurityGroupControl(), event)).isEqualTo(List.of("sg-1"));
    }

    static EventBuilder changed(String id, String protocol, String cidr) {
        return event("ModifySecurityGroupRules", """
                {"ModifySecurityGroupRulesRequest": {"GroupId": "sg-1", "SecurityGroupRule": {"SecurityGroupRuleId": "%s", "tag": 1,
                 "SecurityGroupRule": {"CidrIpv4": "%s", "FromPort": 22, "ToPort": 22, "IpProtocol": "%s"}}}}
                """.formatted(id, cidr, protocol), """
                {"ModifySecurityGroupRulesResponse": {"requestId": "1", "return": true}}
                """);
    }
}
