package dev.overseer.cli;

import dev.overseer.api.Finding;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * What a line of text says after its columns. Whatever it quotes is still to be escaped.
 *
 * @param simulated whether time is: a wait that nobody waited for must not look like one
 * @param counted what the last line counts, such as {@code event}
 */
record Wording(boolean simulated, String counted) {
    private static final String HAS = "has ";

    Wording(boolean simulated) {
        this(simulated, "event");
    }

    String closed(Incident incident, Outcome outcome) {
        return switch (outcome.kind()) {
            case REMEDIATED -> remediated(incident, outcome);
            case COMPLIANT, GONE, EXEMPT -> outcome.summary() + after(outcome.summary(), incident, outcome);
            case PLANNED -> nouns(outcome.findings()) + ": " + outcome.summary();
            case STALE, HELD, TIMED_OUT, FAILED -> outcome.summary();
        };
    }

    String judged(Judgement judgement) {
        return switch (judgement.verdict()) {
            case PASSES -> "passes every check";
            case FAILS -> clauses(judgement.findings()) + notJudged(judgement.notJudged());
            case NOT_JUDGED -> "its event does not tell about " + String.join(", ", judgement.notJudged());
        };
    }

    String suspended(String reason) {
        return "waiting for " + reason;
    }

    String ignored(EventRow event) {
        return "%s at %s by %s (%s)".formatted(event.source(), event.time(), event.principal(), event.id());
    }

    String unreadable(Reading.Unreadable reading) {
        String where = reading.position().isEmpty() ? reading.source() : reading.source() + ", " + reading.position();
        return where + ": " + reading.problem();
    }

    /** Returns a reason as it follows a number, or the word "event". */
    static String reason(IgnoredReason reason) {
        return switch (reason) {
            case NO_CONTROL -> "without a control";
            case FAILED_CALL -> "of a failed call";
            case SWITCHED_OFF -> "switched off";
            case OUT_OF_SCOPE -> "out of scope";
            case NO_TARGET -> "without a target";
            case NO_SIMULATOR -> "without a simulator";
            case QUARANTINED -> "of a quarantined control";
        };
    }

    private String remediated(Incident incident, Outcome outcome) {
        String done = outcome.summary() + after(outcome.summary(), incident, outcome);
        return outcome.findings().isEmpty() ? done : done + ": " + nouns(outcome.findings());
    }

    private String after(String summary, Incident incident, Outcome outcome) {
        Duration open = Duration.between(incident.openedAt(), outcome.closedAt());
        if (open.toSeconds() < 1) {
            return "";
        }
        String comma = summary.indexOf(' ') < 0 ? "" : ",";
        return "%s after %s%s".formatted(comma, Durations.text(open), simulated ? " (simulated)" : "");
    }

    private static String notJudged(List<String> checks) {
        return checks.isEmpty() ? "" : "; not judged: " + String.join(", ", checks);
    }

    /** Joins "has no subnet" and "has no key" to "no subnet, no key"; clauses with other verbs stay whole. */
    private static String nouns(List<Finding> findings) {
        boolean allHave =
                findings.stream().allMatch(finding -> finding.message().startsWith(HAS));
        return allHave ? clauses(findings).substring(findings.isEmpty() ? 0 : HAS.length()) : clauses(findings);
    }

    /** Joins "has no subnet" and "has no key" to "has no subnet, no key". */
    static String clauses(List<Finding> findings) {
        StringBuilder joined = new StringBuilder();
        boolean had = false;
        for (Finding finding : findings) {
            boolean has = finding.message().startsWith(HAS);
            joined.append(joined.isEmpty() ? "" : ", ")
                    .append(has && had ? finding.message().substring(HAS.length()) : finding.message());
            had = has;
        }
        return joined.toString();
    }
}
