package dev.overseer.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS STS: who the caller is, and roles. Every role exists and may be assumed by everyone; {@link FakeAws#fail} says
 * otherwise. Who calls with the credentials of a role is in its account.
 */
public final class StsSimulator implements SimulatedService {
    private static final Pattern ROLE = Pattern.compile("arn:([a-z-]+):iam::(\\d{12}):role/(?:.*/)?([^/]+)");

    /** The SDK compares it with the machine's clock, which may be far from the test's. */
    private static final String EXPIRATION = "2099-01-01T00:00:00Z";

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

    private static Answer assumeRole(AwsCall call) {
        Map<String, String> parameters = call.request().parameters();
        Optional<String> session = Optional.ofNullable(parameters.get("RoleSessionName"));
        Matcher role = ROLE.matcher(parameters.getOrDefault("RoleArn", ""));
        if (!role.matches() || session.isEmpty()) {
            return Answer.error("ValidationError", "RoleArn and RoleSessionName are needed to assume a role");
        }
        String account = role.group(2);
        String arn =
                "arn:%s:sts::%s:assumed-role/%s/%s".formatted(role.group(1), account, role.group(3), session.get());
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
                        Protocol.xml(arn), FakeCredentials.sessionKey(account), FakeCredentials.SECRET, EXPIRATION));
    }
}
