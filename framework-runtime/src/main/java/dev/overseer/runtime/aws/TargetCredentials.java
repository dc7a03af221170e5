package dev.overseer.runtime.aws;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** With whose credentials a control works on its target. Safe for several threads. */
public interface TargetCredentials {

    /**
     * Returns credentials that are good for the look that is about to begin. May call AWS, but never through the {@link
     * ActionGuard}: such a call is not the control's.
     *
     * @param writes whether the control may write, or only read
     * @throws NoRoleException if the target cannot be reached, and trying again will not help; others may be reachable
     * @throws SdkException if AWS did not answer; another try may succeed
     */
    AwsCredentialsProvider obtain(ControlDescriptor control, ResourceRef target, boolean writes);

    /**
     * Returns as whom the target is worked on, such as a role's ARN, for messages.
     *
     * @throws NoRoleException as {@link #obtain} says
     * @throws SdkException as {@link #obtain} says
     */
    String identity(ResourceRef target);
}
