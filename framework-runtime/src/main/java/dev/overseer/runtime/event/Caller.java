package dev.overseer.runtime.event;

import dev.overseer.api.CloudTrailEvent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who made the call that was reported.
 *
 * @param issuer the ARN of the user, or of the role whose session it was; where there is no ARN, what {@link
 *     CloudTrailEvent#principal} says. Never with the session's name
 * @param session the name of the session, which its caller chose; empty if it was none
 */
public record Caller(String issuer, String session) {
    private static final Pattern SESSION =
            Pattern.compile("(arn:[a-z-]+:sts::[^:]*:(?:assumed-role/[^/]+|federated-user))/(.*)", Pattern.DOTALL);

    /**
     * Takes a session of a role or of a federated user apart, since many people share it. Source: <a
     * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">userIdentity</a>.
     */
    public static Caller of(CloudTrailEvent event) {
        Optional<String> issuer = Optional.ofNullable(event.record()
                .at("/userIdentity/sessionContext/sessionIssuer/arn")
                .textValue());
        String caller = event.principal();
        Matcher session = SESSION.matcher(caller);
        if (session.matches()) {
            // A record may leave the issuer out; its path is not known then
            return new Caller(issuer.orElse(session.group(1)), session.group(2));
        }
        return new Caller(
                issuer.orElse(caller), issuer.isPresent() ? caller.substring(caller.lastIndexOf('/') + 1) : "");
    }
}
