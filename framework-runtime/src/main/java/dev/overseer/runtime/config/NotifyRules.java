package dev.overseer.runtime.config;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Notice;
import dev.overseer.runtime.notice.NotifySettings;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Warns of who is told of less than their configuration's author may think. */
final class NotifyRules {
    private final List<ControlDescriptor> installed;
    private final Map<String, ControlRule> listed;

    /**
     * @param installed the controls as their plugins declare them
     * @param listed what is said about them
     */
    NotifyRules(List<ControlDescriptor> installed, Map<String, ControlRule> listed) {
        this.installed = installed;
        this.listed = listed;
    }

    void check(List<Placed.Value<NotifySettings>> told) {
        for (int index = 0; index < told.size(); index++) {
            Placed.Value<NotifySettings> one = told.get(index);
            warnOfRepetition(one, told.subList(0, index));
            warnOfGrace(one);
            warnOfSilence(one);
        }
    }

    private static void warnOfRepetition(
            Placed.Value<NotifySettings> later, List<Placed.Value<NotifySettings>> before) {
        before.stream()
                .filter(earlier -> covers(earlier.value(), later.value()))
                .findFirst()
                .ifPresent(earlier -> later.place()
                        .warning("adds nothing to %s, which tells the same destination of all that. Remove it"
                                .formatted(earlier.place().path())));
    }

    private static boolean covers(NotifySettings earlier, NotifySettings later) {
        return earlier.destination().equals(later.destination())
                && earlier.outcomes().containsAll(later.outcomes())
                && (earlier.controls().isEmpty()
                        || (!later.controls().isEmpty() && earlier.controls().containsAll(later.controls())));
    }

    private void warnOfGrace(Placed.Value<NotifySettings> told) {
        if (told.value().outcomes().contains(Notice.Announced.STATE)
                && named(told.value(), this::hasGrace).isEmpty()) {
            told.place()
                    .warning(
                            "asks for ANNOUNCED, and no control that it is told of has a grace. Give one a grace, or remove ANNOUNCED");
        }
    }

    /** Only of controls that are named: who is told of all is told of others. */
    private void warnOfSilence(Placed.Value<NotifySettings> told) {
        if (told.value().controls().isEmpty()) {
            return;
        }
        String off = named(told.value(), this::isOff);
        if (!off.isEmpty()) {
            told.place().warning("asks for %s, which is off".formatted(off));
        }
        String announcing =
                named(told.value(), control -> control.announceOnly().isPresent() && !isOff(control));
        if (!announcing.isEmpty() && !told.value().outcomes().contains(Kind.PLANNED.name())) {
            told.place()
                    .warning(
                            "asks for %s, which only announces: what it finds ends PLANNED, and is not told. Add PLANNED to outcomes"
                                    .formatted(announcing));
        }
    }

    private String named(NotifySettings told, Predicate<ControlDescriptor> which) {
        return installed.stream()
                .filter(control -> told.controls().isEmpty() || told.controls().contains(control.id()))
                .filter(which)
                .map(ControlDescriptor::id)
                .collect(Collectors.joining(", "));
    }

    private boolean hasGrace(ControlDescriptor control) {
        ControlRule rule = listed.get(control.id());
        return rule != null && !rule.grace().isZero();
    }

    private boolean isOff(ControlDescriptor control) {
        ControlRule rule = listed.get(control.id());
        return rule == null
                ? control.offUnlessListed()
                : rule.mode().map(Vote::mode).filter(mode -> mode == Mode.OFF).isPresent();
    }
}
