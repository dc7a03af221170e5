package dev.overseer.api;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * One question asked of a resource. Pure, unless {@linkplain #live() live}; safe for several threads.
 *
 * @param <R> the resource, as in {@link Control}
 */
public interface Check<R> {

    /** Returns an id in kebab case, unique within the control and never changed: operators switch checks off by it. */
    String id();

    /** Returns what is wrong, as a clause that completes "the resource …", such as "has no subnet"; empty if it passes. */
    Optional<String> inspect(R resource, ControlContext context);

    /** Returns whether the check makes AWS calls of its own. */
    default boolean live() {
        return false;
    }

    /**
     * Returns what {@link #inspect} says of every resource that fails, for the control's page and for those who decide on
     * the check; empty if that depends on the resource.
     */
    default Optional<String> finding() {
        return Optional.empty();
    }

    /**
     * Returns whether the check is asked where the operator says nothing about it. A check that an upgrade brings to an
     * existing control is not: it would make an enforced control write more than its operator agreed to.
     */
    default boolean onByDefault() {
        return true;
    }

    /** Returns this check, switched off until an operator switches it on by its id. */
    default Check<R> offByDefault() {
        return new OptionalCheck<>(this);
    }

    /**
     * Returns a check that needs to see only the resource itself, and so also judges recorded events offline.
     *
     * @param otherwise the finding when {@code passes} does not hold, as in {@link #inspect}
     */
    static <R> Check<R> require(String id, Predicate<? super R> passes, String otherwise) {
        return new PredicateCheck<>(id, (resource, context) -> passes.test(resource), otherwise, false);
    }

    /**
     * Returns a check that makes AWS calls of its own, with actions that the control declares. It runs after all others
     * have passed and is not judged offline. That AWS does not find what it asks for is a finding; that AWS denies or
     * throttles the question is not.
     */
    static <R> Check<R> live(String id, BiPredicate<? super R, ControlContext> passes, String otherwise) {
        return new PredicateCheck<>(id, passes, otherwise, true);
    }
}
