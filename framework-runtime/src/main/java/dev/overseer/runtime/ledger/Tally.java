package dev.overseer.runtime.ledger;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a ledger has counted when an incident is about to write for the first time.
 *
 * @param lastHour the incidents that wrote for the first time within the last hour, in any order
 * @param everInAccount how many incidents the control has written to in the target's account since a person last released
 *     it there; more than the limit need not be counted
 * @param releasedInAccount whether a person ever released the control there
 * @param failuresInARow how many of the control's last incidents that wrote, or tried to, failed, since a person last
 *     released it
 * @param repairs how many other incidents of the control have writes to the same target within the window that took effect, or
 *     may have
 */
public record Tally(
        List<Start> lastHour, int everInAccount, boolean releasedInAccount, int failuresInARow, int repairs) {
    private static final Duration HOUR = Duration.ofHours(1);

    /** An incident's first write. */
    public record Start(String control, String account, Instant at) {}

    public Tally {
        lastHour = List.copyOf(lastHour);
    }

    /** Returns the limit that an incident has reached; empty if it may write. */
    public Optional<Claim.Held> reached(Stake stake, Instant now) {
        Limits limits = stake.limits();
        if (!stake.approved()) {
            Optional<Claim.Held> stop =
                    stop(stake, limits).or(() -> failures(stake, limits)).or(() -> flapping(limits));
            if (stop.isPresent()) {
                return stop;
            }
        }
        return hourly(stake, limits, now);
    }

    private Optional<Claim.Held> stop(Stake stake, Limits limits) {
        if (releasedInAccount || everInAccount < limits.firstEnforcement()) {
            return Optional.empty();
        }
        String account = stake.target().account();
        return held(
                HoldCause.FIRST_ENFORCEMENT,
                "control %s is new in account %s and stops after its first %d. Look at them, then run `overseer approve --control %s --account %s --reason …`"
                        .formatted(stake.control(), account, limits.firstEnforcement(), stake.control(), account));
    }

    private Optional<Claim.Held> failures(Stake stake, Limits limits) {
        return failuresInARow < limits.failuresInARow()
                ? Optional.empty()
                : held(
                        HoldCause.FAILURES,
                        "control %s failed %d times in a row and stops. Look at `overseer incidents --control %s`, then run `overseer approve --control %s --account %s --reason …`"
                                .formatted(
                                        stake.control(),
                                        failuresInARow,
                                        stake.control(),
                                        stake.control(),
                                        stake.target().account()));
    }

    private Optional<Claim.Held> flapping(Limits limits) {
        return repairs < limits.flapping().times()
                ? Optional.empty()
                : held(
                        HoldCause.FLAPPING,
                        "it was put right %d times within %s and is made wrong again: somebody or something insists on it. Talk to its owner, then approve this incident"
                                .formatted(repairs, text(limits.flapping().window())));
    }

    /** Returns a duration as configurations have it, such as {@code 24h} or {@code 30m}. */
    private static String text(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private Optional<Claim.Held> hourly(Stake stake, Limits limits, Instant now) {
        ResourceRef target = stake.target();
        Predicate<Start> ofControl = start -> start.control().equals(stake.control());
        Predicate<Start> here = start -> start.account().equals(target.account());
        return over(ofControl.and(here), limits.perControlAccountHour(), now, "perControlAccountHour")
                .or(() -> over(ofControl, limits.perControlHour(), now, "perControlHour"))
                .or(() -> over(start -> true, limits.perHour(), now, "perHour"));
    }

    private Optional<Claim.Held> over(Predicate<Start> counted, int limit, Instant now, String name) {
        List<Instant> newestFirst = lastHour.stream()
                .filter(counted)
                .map(Start::at)
                .filter(at -> at.plus(HOUR).isAfter(now))
                .sorted(Comparator.reverseOrder())
                .toList();
        if (newestFirst.size() < limit) {
            return Optional.empty();
        }
        Instant room = limit == 0 ? now.plus(HOUR) : newestFirst.get(limit - 1).plus(HOUR);
        return Optional.of(new Claim.Held(
                HoldCause.HOURLY,
                "the limit of %d an hour (%s) is reached. Approve it, and it goes on when there is room; or raise the limit"
                        .formatted(limit, name),
                Optional.of(room)));
    }

    private static Optional<Claim.Held> held(HoldCause cause, String reason) {
        return Optional.of(new Claim.Held(cause, reason, Optional.empty()));
    }
}
