package dev.overseer.runtime.plugin;

import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** What holds for a control's descriptor. */
final class ControlRules {
    /** Leaves room for {@code overseer-} and a number in the name of an EventBridge rule, which has at most 64. */
    private static final int MAX_ID_LENGTH = 50;

    private final ControlDescriptor control;
    private final List<String> problems = new ArrayList<>();

    ControlRules(ControlDescriptor control) {
        this.control = control;
    }

    List<String> problems() {
        if (isWhole()) {
            checkWords();
            checkPatterns();
            checkActions();
            checkTimes();
        }
        return List.copyOf(problems);
    }

    /** Components are null only where a plugin was compiled without null checks. */
    private boolean isWhole() {
        Stream<Object> own = Stream.of(
                control.title(),
                control.severity(),
                control.announceOnly(),
                control.pace(),
                control.deadline(),
                control.settings());
        Stream<Object> paces = Stream.ofNullable(control.pace()).flatMap(pace -> Stream.of(pace.first(), pace.then()));
        Stream<Object> actions = actions()
                .flatMap(action ->
                        Stream.of(action.name(), action.operation(), action.resource(), action.anyResource()));
        Stream<Object> patterns = control.patterns().stream().map(EventPattern::json);
        boolean whole = Stream.of(own, paces, actions, patterns)
                .flatMap(Function.identity())
                .allMatch(Objects::nonNull);
        if (!whole) {
            problem(
                    "leaves a part of its descriptor null: %s. Leave out what the builder has a default for, and say the rest."
                            .formatted(control));
        }
        return whole;
    }

    private void checkWords() {
        if (!Names.isKebab(control.id()) || control.id().length() > MAX_ID_LENGTH) {
            problem("is not named in kebab case of at most %d characters. Name it like \"glue-dev-endpoint\"."
                    .formatted(MAX_ID_LENGTH));
        }
        if (control.title().isBlank() || control.title().endsWith(".")) {
            problem("has the title \"%s\". Say which rule it upholds, as a sentence without a full stop."
                    .formatted(control.title()));
        }
    }

    private void checkPatterns() {
        if (control.patterns().isEmpty()) {
            problem("has no event pattern. Add on(EventPattern.creations(…)) or another.");
        }
        control.patterns().forEach(pattern -> problems.addAll(PatternRules.problems(control.id(), pattern)));
    }

    private void checkActions() {
        if (control.reads().isEmpty()) {
            problem("declares no read, and so cannot look at its resource. Add reads(action(\"…\").on(\"…\")).");
        }
        List<String> single = actions()
                .distinct()
                .flatMap(action -> ActionRules.problems(control.id(), action).stream())
                .toList();
        problems.addAll(single);
        checkRemedy();
        Stream.concat(control.writes().stream(), control.restores().stream())
                .filter(write -> control.reads().stream().anyMatch(read -> isSameCall(read, write)))
                .forEach(write -> problem(
                        "declares %s both as a read and as a write. Keep it in writes(…) or restores(…), so that a dry run stops before it."
                                .formatted(write.name())));
    }

    private void checkRemedy() {
        boolean announces = control.announceOnly().isPresent();
        if (control.writes().isEmpty() && !announces) {
            problem(
                    "declares no write. Add writes(action(\"…\").on(\"…\")), or announceOnly(\"why\") if there is no remedy.");
        }
        if (announces && !(control.writes().isEmpty() && control.restores().isEmpty())) {
            problem(
                    "declares writes, and that it only announces. Remove writes(…) and restores(…), or announceOnly(…).");
        }
        if (control.announceOnly().filter(String::isBlank).isPresent()) {
            problem("does not say why it has no remedy. Say it in announceOnly(…).");
        }
    }

    private static boolean isSameCall(AwsAction read, AwsAction write) {
        return read.name().equals(write.name())
                || (read.service().equals(write.service()) && read.operation().equals(write.operation()));
    }

    private void checkTimes() {
        Pace pace = control.pace();
        checkPositive("a first pace", pace.first());
        checkPositive("a pace", pace.then());
        checkPositive("a deadline", control.deadline());
        if (pace.first().compareTo(control.deadline()) > 0) {
            problem("looks again after %s, when its deadline of %s is over. Shorten the pace or extend the deadline."
                    .formatted(pace.first(), control.deadline()));
        }
    }

    private void checkPositive(String what, Duration duration) {
        if (!duration.isPositive()) {
            problem("has %s of %s. Make it longer than nothing.".formatted(what, duration));
        }
    }

    private Stream<AwsAction> actions() {
        return Stream.of(control.reads(), control.writes(), control.restores()).flatMap(List::stream);
    }

    /** Notes a problem, as a sentence that begins with the control. */
    private void problem(String predicate) {
        problems.add("Control %s %s".formatted(control.id(), predicate));
    }
}
