package dev.overseer.runtime.event;

import dev.overseer.api.CloudTrailEvent;
import java.util.Optional;

/**
 * Who made the call that was reported.
 *
 * @param issuer the ARN of the user, or of the role whose session it was; where there is no ARN, what {@link
 *     CloudTrailEvent#principal} says
 * @param session the name of the role's session, which its caller chose; empty if it was none
 */
public record Caller(String issuer, String session) {

    /**
     * Takes a role's session apart, since many people share a role. Source: <a
     * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">userIdentity</a>.
     */
    public static Caller of(CloudTrailEvent event) {
        Optional<String> role = Optional.ofNullable(event.record()
                .at("/userIdentity/sessionContext/sessionIssuer/arn")
                .textValue());
        String caller = event.principal();
        return new Caller(role.orElse(caller), role.isPresent() ? caller.substring(caller.lastIndexOf('/') + 1) : "");
    }
}
