package dev.overseer.runtime.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes IAM policies from what controls declare: the same declarations that {@link DeclaredActions} holds calls against.
 *
 * <p>The same controls give the same policy, whatever their order.
 */
public final class IamPolicy {
    /** In <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>. */
    private static final int MAX_SESSION_POLICY = 2_048;

    /** The longest that any partition and region write, and a name that most resources keep within. */
    private static final ResourceRef ORDINARY =
            new ResourceRef("aws-us-gov", "123456789012", "ap-southeast-1", "AWS::Any::Resource", "n".repeat(128));

    private static final ObjectWriter ASCII = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writer();

    private IamPolicy() {}

    /** An action that is granted on every resource, and why: JSON has no room for the reason. */
    public record Unrestricted(String control, String action, String reason) {}

    /**
     * Returns the policy of the role that the controls work in: for each control statements to read, then to write, with
     * {@code *} in place of every placeholder. No control, no statement.
     */
    public static ObjectNode role(List<ControlDescriptor> controls) {
        ObjectNode policy = policy();
        Set<String> sids = new HashSet<>();
        for (ControlDescriptor control : byId(controls)) {
            addNamed(policy, sids, words(control.id()) + "Read", control.reads());
            addNamed(policy, sids, words(control.id()) + "Write", control.writes());
        }
        return policy;
    }

    /**
     * Returns the policy of what the role needs beyond {@link #role} for people's undos: for each control that can be
     * undone a statement with the actions that only that calls. No such control, no statement.
     */
    public static ObjectNode undo(List<ControlDescriptor> controls) {
        ObjectNode policy = policy();
        Set<String> sids = new HashSet<>();
        for (ControlDescriptor control : byId(controls)) {
            addNamed(policy, sids, words(control.id()) + "Undo", beyondRemedy(control));
        }
        return policy;
    }

    /** An action may be granted on something else than it is for the remedy. */
    private static List<AwsAction> beyondRemedy(ControlDescriptor control) {
        return control.restores().stream()
                .filter(restore -> Stream.concat(control.reads().stream(), control.writes().stream())
                        .noneMatch(granted -> granted.name().equals(restore.name())
                                && granted.resource().equals(restore.resource())))
                .toList();
    }

    /**
     * Returns the policy of a session in which a person undoes what a control did to one target: what the control reads and
     * what it restores with, and nothing that it remediates with.
     *
     * @throws IllegalArgumentException as {@link #session} says
     */
    public static ObjectNode undoSession(ControlDescriptor control, ResourceRef target) {
        return checked(control, target, narrowed(control.reads(), control.restores(), target));
    }

    /**
     * Returns the policy of a session in which a control works on one target: nothing is granted on another resource of
     * the same kind, nor in another account or region.
     *
     * @param writes whether the session may also write
     * @throws IllegalArgumentException if the policy is longer than the 2,048 characters that STS takes, as it is for some
     *     targets with a very long name; such a target cannot be worked on
     */
    public static ObjectNode session(ControlDescriptor control, ResourceRef target, boolean writes) {
        return checked(control, target, narrowed(control.reads(), writes ? control.writes() : List.of(), target));
    }

    private static ObjectNode checked(ControlDescriptor control, ResourceRef target, ObjectNode policy) {
        int length = text(policy).length();
        if (length > MAX_SESSION_POLICY) {
            throw new IllegalArgumentException(
                    "The session policy of control %s has %,d characters for a target whose id has %,d, and STS takes %,d. Put this target right by hand."
                            .formatted(control.id(), length, target.id().length(), MAX_SESSION_POLICY));
        }
        return policy;
    }

    /**
     * Returns a message for each control whose {@link #session} or {@link #undoSession} policy is too long already for a target with an id of 128
     * plain characters: such a control would fail on targets that are nothing out of the ordinary. To be asked before
     * controls are deployed; empty if all is well.
     */
    public static List<String> sessionProblems(List<ControlDescriptor> controls) {
        return byId(controls).stream()
                .flatMap(control -> sessionProblem(control).stream())
                .toList();
    }

    private static Optional<String> sessionProblem(ControlDescriptor control) {
        int length = Stream.of(control.writes(), control.restores())
                .mapToInt(writes ->
                        text(narrowed(control.reads(), writes, ORDINARY)).length())
                .max()
                .orElseThrow();
        if (length <= MAX_SESSION_POLICY) {
            return Optional.empty();
        }
        return Optional.of(
                "The session policy of control %s has %,d characters for a target whose id has %,d, and STS takes %,d. Declare fewer actions and resources, or make two controls of it."
                        .formatted(control.id(), length, ORDINARY.id().length(), MAX_SESSION_POLICY));
    }

    private static ObjectNode narrowed(List<AwsAction> reads, List<AwsAction> writes, ResourceRef target) {
        List<AwsAction> granted = Stream.concat(reads.stream(), writes.stream()).toList();
        ObjectNode policy = policy();
        byResource(granted, arn -> ArnTemplate.of(arn, target))
                .forEach((resource, actions) -> allow(statement(policy), resource, actions));
        return policy;
    }

    /** Returns a policy as compact text in ASCII, which is what STS takes. */
    public static String text(ObjectNode policy) {
        try {
            return ASCII.writeValueAsString(policy);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A tree of text could not be written", e);
        }
    }

    /** Returns the actions that {@link #role} and {@link #session} grant on every resource, by control and action. */
    public static List<Unrestricted> unrestricted(List<ControlDescriptor> controls) {
        return unrestricted(controls, control -> Stream.concat(control.reads().stream(), control.writes().stream()));
    }

    /** Returns the actions that {@link #undo} grants on every resource, by control and action. */
    public static List<Unrestricted> unrestrictedInUndo(List<ControlDescriptor> controls) {
        return unrestricted(controls, control -> beyondRemedy(control).stream());
    }

    private static List<Unrestricted> unrestricted(
            List<ControlDescriptor> controls, Function<ControlDescriptor, Stream<AwsAction>> granted) {
        return byId(controls).stream()
                .flatMap(control -> granted.apply(control)
                        .sorted(Comparator.comparing(AwsAction::name))
                        .flatMap(action -> action.anyResource().stream()
                                .map(reason -> new Unrestricted(control.id(), action.name(), reason))))
                .distinct()
                .toList();
    }

    private static List<ControlDescriptor> byId(List<ControlDescriptor> controls) {
        return controls.stream()
                .sorted(Comparator.comparing(ControlDescriptor::id))
                .toList();
    }

    /** Returns an id in kebab case as a statement id, which takes letters and digits only. */
    private static String words(String id) {
        return Arrays.stream(id.split("-"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static ObjectNode policy() {
        ObjectNode policy = JsonNodeFactory.instance.objectNode();
        // The first version in which ${*} stands for an asterisk.
        policy.put("Version", "2012-10-17");
        policy.putArray("Statement");
        return policy;
    }

    private static void addNamed(ObjectNode policy, Set<String> sids, String name, List<AwsAction> actions) {
        byResource(actions, ArnTemplate::any)
                .forEach((resource, names) -> allow(statement(policy).put("Sid", unused(name, sids)), resource, names));
    }

    private static ObjectNode statement(ObjectNode policy) {
        return policy.withArray("Statement").addObject();
    }

    private static void allow(ObjectNode statement, String resource, Set<String> actions) {
        statement.put("Effect", "Allow");
        ArrayNode names = statement.putArray("Action");
        actions.forEach(names::add);
        statement.put("Resource", resource);
    }

    /** Groups actions by what they are granted on, so that no action is granted on what another one needs. */
    private static SortedMap<String, Set<String>> byResource(List<AwsAction> actions, UnaryOperator<String> fill) {
        return actions.stream()
                .collect(Collectors.groupingBy(
                        action -> action.resource().map(fill).orElse("*"),
                        TreeMap::new,
                        Collectors.mapping(AwsAction::name, Collectors.toCollection(TreeSet::new))));
    }

    private static String unused(String name, Set<String> taken) {
        return Stream.iterate(1, number -> number + 1)
                .map(number -> number == 1 ? name : name + number)
                .filter(taken::add)
                .findFirst()
                .orElseThrow();
    }
}
