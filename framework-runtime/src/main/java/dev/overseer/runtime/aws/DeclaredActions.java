package dev.overseer.runtime.aws;

import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one control may call, by the names that the AWS SDK uses. Immutable. */
public final class DeclaredActions {
    /**
     * IAM's prefixes for services that sign their requests under another name. Signing names are from the service models
     * of the SDK, prefixes from the <a
     * href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">service
     * authorization reference</a>.
     */
    private static final Map<String, String> IAM_PREFIXES = Map.of("monitoring", "cloudwatch", "tagging", "tag");

    private final ControlDescriptor control;

    public DeclaredActions(ControlDescriptor control) {
        this.control = control;
    }

    /** What a call does to AWS. */
    public enum Effect {
        READ,
        WRITE
    }

    /** A call that the control declares. */
    public record Declared(AwsAction action, Effect effect) {}

    /**
     * Finds the declaration that covers a call.
     *
     * @param signingName the service as its requests are signed, such as {@code glue}, or {@code monitoring} for
     *     CloudWatch
     * @param operation the SDK's name of the operation, such as {@code GetDevEndpoint}
     */
    public Optional<Declared> find(String signingName, String operation) {
        String prefix = iamPrefix(signingName);
        // Writes first: where a declaration is ambiguous, the careful reading counts.
        return declared()
                .filter(declared -> declared.action().service().equals(prefix))
                .filter(declared -> declared.action().operation().equals(operation))
                .findFirst();
    }

    /** Returns the sentence that refuses an undeclared call and says how to declare it. */
    public String refusal(String signingName, String operation) {
        String called = iamPrefix(signingName) + ":" + operation;
        String names = Stream.of(control.reads(), control.writes())
                .flatMap(List::stream)
                .map(AwsAction::name)
                .distinct()
                .collect(Collectors.joining(", ", "[", "]"));
        return "Control %s called %s, which it does not declare. It declares %s. Add reads(action(\"%s\").on(…)) or writes(…)%s."
                .formatted(control.id(), called, names, called, orRestores());
    }

    private String orRestores() {
        return control.restores().isEmpty() ? "" : ", or restores(…) if only an undo calls it";
    }

    private Stream<Declared> declared() {
        return Stream.concat(
                control.writes().stream().map(action -> new Declared(action, Effect.WRITE)),
                control.reads().stream().map(action -> new Declared(action, Effect.READ)));
    }

    private static String iamPrefix(String signingName) {
        return IAM_PREFIXES.getOrDefault(signingName, signingName);
    }
}
