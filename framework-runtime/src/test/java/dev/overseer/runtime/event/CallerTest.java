package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.CloudTrailEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

class CallerTest {

    @Test
    void tellsARoleFromItsSession() {
        assertThat(caller("""
                {"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Deployer/alice@example.com",
                 "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/team/Deployer"}}}"""))
                .isEqualTo(new Caller("arn:aws:iam::123456789012:role/team/Deployer", "alice@example.com"));
    }

    @Test
    void leavesTheSessionOutWhereTheIssuerIsMissing() {
        assertThat(caller("""
                {"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Deployer/alice/bob"}""")).isEqualTo(new Caller("arn:aws:sts::123456789012:assumed-role/Deployer", "alice/bob"));
        assertThat(caller("""
                {"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Deployer/alice",
                 "sessionContext":{"sessionIssuer":{"arn":7}}}""")).isEqualTo(new Caller("arn:aws:sts::123456789012:assumed-role/Deployer", "alice"));
    }

    @Test
    void knowsUsersByTheirArn() {
        assertThat(caller("{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::123456789012:user/dev/alice\"}"))
                .isEqualTo(new Caller("arn:aws:iam::123456789012:user/dev/alice", ""));
        assertThat(caller("{\"type\":\"Root\",\"arn\":\"arn:aws:iam::123456789012:root\"}"))
                .isEqualTo(new Caller("arn:aws:iam::123456789012:root", ""));
    }

    @Test
    void knowsAFederatedUserByWhoLentTheCredentials() {
        assertThat(caller("""
                {"type":"FederatedUser","arn":"arn:aws:sts::123456789012:federated-user/guest",
                 "sessionContext":{"sessionIssuer":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/alice"}}}""")).isEqualTo(new Caller("arn:aws:iam::123456789012:user/alice", "guest"));
    }

    @Test
    void leavesTheNameOfAFederatedUserOutWhereTheIssuerIsMissing() {
        assertThat(caller("""
                {"type":"FederatedUser","arn":"arn:aws:sts::123456789012:federated-user/guest"}""")).isEqualTo(new Caller("arn:aws:sts::123456789012:federated-user", "guest"));
    }

    @Test
    void namesServicesAndStrangers() {
        assertThat(caller("{\"type\":\"AWSService\",\"invokedBy\":\"config.amazonaws.com\"}"))
                .isEqualTo(new Caller("config.amazonaws.com", ""));
        assertThat(caller("{}")).isEqualTo(new Caller("unknown", ""));
    }

    private static Caller caller(String identity) {
        String record = Samples.CREATED.replaceFirst(
                "\"userIdentity\":\\{.*?\\}\\}\\}", Matcher.quoteReplacement("\"userIdentity\":" + identity));
        List<CloudTrailEvent> events = new ArrayList<>();
        new EventReader(new EventRouter(List.of(Samples.NEW_ENDPOINTS)))
                .read(record.getBytes(UTF_8), "test", reading -> {
                    if (reading instanceof Reading.Routed routed) {
                        events.add(routed.event());
                    }
                });
        assertThat(events).hasSize(1);
        return Caller.of(events.getFirst());
    }
}
