package dev.overseer.plugin.ec2;

import dev.overseer.api.ControlContext;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * What all controls of EC2 mean by a call and its answer. The SDK has one exception for all that EC2 refuses, told apart by <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">error codes</a>.
 */
final class Ec2Calls {
    private Ec2Calls() {}

    static Ec2Client ec2(ControlContext context) {
        return context.client(Ec2Client::builder);
    }

    /** Returns what a call finds; empty if EC2 says that it does not exist. */
    static <T> Optional<T> found(Supplier<Optional<T>> call) {
        try {
            return call.get();
        } catch (Ec2Exception refusal) {
            if (isNotFound(refusal)) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Writes, and returns that it is done; also if there is nothing left to write to. */
    static Progress write(String done, Runnable call) {
        try {
            call.run();
            return Progress.done(done);
        } catch (Ec2Exception refusal) {
            if (isNotFound(refusal)) {
                return Progress.done("gone before it could be changed");
            }
            throw refusal;
        }
    }

    /** Returns whether what was asked for does not exist, as in {@code InvalidInstanceID.NotFound}. */
    static boolean isNotFound(Ec2Exception refusal) {
        return code(refusal).endsWith(".NotFound") || code(refusal).equals("InvalidAMIID.Unavailable");
    }

    static String code(Ec2Exception refusal) {
        return refusal.awsErrorDetails() == null
                ? ""
                : String.valueOf(refusal.awsErrorDetails().errorCode());
    }

    static Map<String, String> tags(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    /** Returns a reference to a resource in the account and region that a sweep is in. */
    static ResourceRef swept(ControlContext context, String type, String id) {
        return ResourceRef.of(context.target().account(), context.target().region(), type, id);
    }
}
