package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.optional;

import dev.overseer.runtime.config.Section.Values;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How much may be written. */
final class LimitsShape {
    private static final Limits STANDARD = Limits.STANDARD;

    private static final Key<Integer> PER_CONTROL_ACCOUNT_HOUR = count(
            "perControlAccountHour",
            0,
            "How many incidents of one control in one account may be written to in any hour",
            STANDARD.perControlAccountHour());
    private static final Key<Integer> PER_CONTROL_HOUR =
            count("perControlHour", 0, "The same in all accounts together", STANDARD.perControlHour());
    private static final Key<Integer> PER_HOUR =
            count("perHour", 0, "The same of all controls together", STANDARD.perHour());
    private static final Key<Integer> TIMES = count(
            "times",
            1,
            "How often a resource may be put right within the window",
            STANDARD.flapping().times());
    private static final Key<Duration> WINDOW = optional(
            "window",
            Words.positiveDuration(),
            "The window. Default: " + STANDARD.flapping().window());
    private static final Key<Limits.Flapping> FLAPPING = optional(
            "flapping",
            new Section<>(List.of(TIMES, WINDOW), LimitsShape::flapping),
            "When a resource that is put right over and over is held");
    private static final Key<Integer> FIRST_ENFORCEMENT = count(
            "firstEnforcement",
            0,
            "After how many incidents a control stops in an account in which it has never been released",
            STANDARD.firstEnforcement());
    private static final Key<Integer> FAILURES_IN_A_ROW = count(
            "failuresInARow", 1, "After how many consecutive failures a control stops", STANDARD.failuresInARow());

    private LimitsShape() {}

    /**
     * What is said under {@code limits}.
     *
     * @param killSwitch empty where nothing is said
     */
    record Bounds(Limits limits, Optional<KillSwitchPlace> killSwitch) {}

    static Shape<Bounds> of(InstalledControls installed) {
        Key<KillSwitchPlace> killSwitch = optional(
                "killSwitch",
                new KillSwitchShape(new StopsShape(installed)),
                "Stops writes at once: off, ssm:/name, file:/path, or a list of stops. Default: off");
        return new Section<>(
                List.of(
                        PER_CONTROL_ACCOUNT_HOUR,
                        PER_CONTROL_HOUR,
                        PER_HOUR,
                        FLAPPING,
                        FIRST_ENFORCEMENT,
                        FAILURES_IN_A_ROW,
                        killSwitch),
                values -> new Bounds(limits(values), values.get(killSwitch)));
    }

    private static Limits limits(Values values) {
        return new Limits(
                values.get(PER_CONTROL_ACCOUNT_HOUR).orElse(STANDARD.perControlAccountHour()),
                values.get(PER_CONTROL_HOUR).orElse(STANDARD.perControlHour()),
                values.get(PER_HOUR).orElse(STANDARD.perHour()),
                values.get(FLAPPING).orElse(STANDARD.flapping()),
                values.get(FIRST_ENFORCEMENT).orElse(STANDARD.firstEnforcement()),
                values.get(FAILURES_IN_A_ROW).orElse(STANDARD.failuresInARow()));
    }

    private static Limits.Flapping flapping(Values values) {
        return new Limits.Flapping(
                values.get(TIMES).orElse(STANDARD.flapping().times()),
                values.get(WINDOW).orElse(STANDARD.flapping().window()));
    }

    private static Key<Integer> count(String name, int least, String description, int standard) {
        return optional(name, Words.count(least), "%s. Default: %d".formatted(description, standard));
    }
}
