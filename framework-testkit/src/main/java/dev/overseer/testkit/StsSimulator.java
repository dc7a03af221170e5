package dev.overseer.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS STS: who the caller is, and roles. Every role exists and may be assumed by everyone; {@link FakeAws#fail} says
 * otherwise. Who calls with the credentials of a role is in its account. Session policies are kept, and not enforced.
 */
public final class StsSimulator implements SimulatedService {
    private static final Pattern ROLE = Pattern.compile("arn:([a-z-]+):iam::(\\d{12}):role/(?:.*/)?([^/]+)");

    private static final int LENT_UNLESS_SAID = 3_600;

    private final Optional<Clock> clock;
    private final List<AssumedRole> assumed = new ArrayList<>();

    /** Makes an STS whose sessions last: the SDK's own providers compare them with the machine's clock. */
    public StsSimulator() {
        this.clock = Optional.empty();
    }

    /** Makes an STS whose sessions expire by this clock, as the caller asked. */
    public StsSimulator(Clock clock) {
        this.clock = Optional.of(clock);
    }

    /**
     * A role that was assumed, and how.
     *
     * @param role its ARN
     * @param session the name of the session
     * @param policy the session policy, as it was sent
     */
    public record AssumedRole(
            String role, String session, Optional<String> externalId, Optional<String> policy, Duration duration) {}

    /** Returns the roles that were assumed, in order. */
    public List<AssumedRole> assumed() {
        synchronized (assumed) {
            return List.copyOf(assumed);
        }
    }

    @Override
    public String service() {
        return "sts";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public Answer handle(AwsCall call) {
        return switch (call.operation()) {
            case "GetCallerIdentity" -> callerIdentity(call);
            case "AssumeRole" -> assumeRole(call);
            default -> Answer.notSimulated(call);
        };
    }

    @Override
    public String resource(AwsCall call) {
        return call.request().parameters().getOrDefault("RoleArn", "*");
    }

    private static Answer callerIdentity(AwsCall call) {
        return Answer.xml("""
                <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <GetCallerIdentityResult>
                    <Arn>%s</Arn><UserId>AROAEXAMPLE:testkit</UserId><Account>%s</Account>
                  </GetCallerIdentityResult>
                </GetCallerIdentityResponse>
                """.formatted(Protocol.xml(call.principal()), call.account()));
    }

    private Answer assumeRole(AwsCall call) {
        Map<String, String> parameters = call.request().parameters();
        Optional<String> session = Optional.ofNullable(parameters.get("RoleSessionName"));
        Matcher role = ROLE.matcher(parameters.getOrDefault("RoleArn", ""));
        if (!role.matches() || session.isEmpty()) {
            return Answer.error("ValidationError", "RoleArn and RoleSessionName are needed to assume a role");
        }
        AssumedRole lent = new AssumedRole(
                role.group(),
                session.get(),
                Optional.ofNullable(parameters.get("ExternalId")),
                Optional.ofNullable(parameters.get("Policy")),
                Duration.ofSeconds(Optional.ofNullable(parameters.get("DurationSeconds"))
                        .map(Integer::parseInt)
                        .orElse(LENT_UNLESS_SAID)));
        synchronized (assumed) {
            assumed.add(lent);
        }
        return credentials(role, lent);
    }

    private Answer credentials(Matcher role, AssumedRole lent) {
        String account = role.group(2);
        String arn = FakeCredentials.session(role.group(1), account, role.group(3), lent.session());
        Instant expiration = clock.map(Clock::instant)
                .map(now -> now.plus(lent.duration()))
                .orElse(Instant.parse("2099-01-01T00:00:00Z"));
        return Answer.xml("""
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleResult>
                    <AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:testkit</AssumedRoleId><Arn>%1$s</Arn></AssumedRoleUser>
                    <Credentials>
                      <AccessKeyId>%2$s</AccessKeyId><SecretAccessKey>%3$s</SecretAccessKey>
                      <SessionToken>%1$s</SessionToken><Expiration>%4$s</Expiration>
                    </Credentials>
                  </AssumeRoleResult>
                </AssumeRoleResponse>
                """.formatted(
                        Protocol.xml(arn), FakeCredentials.sessionKey(account), FakeCredentials.SECRET, expiration));
    }
}
