package dev.overseer.runtime.incident;

import dev.overseer.api.Finding;
import java.util.List;

/**
 * What an event alone says about a resource.
 *
 * @param notJudged ids of the checks that the event cannot answer
 */
public record Judgement(Verdict verdict, List<Finding> findings, List<String> notJudged) {

    /** The verdicts. */
    public enum Verdict {
        /** The resource passes every check. */
        PASSES,
        /** It fails at least one. */
        FAILS,
        /** It fails none, but the event cannot answer all of them. */
        NOT_JUDGED
    }

    public Judgement {
        findings = List.copyOf(findings);
        notJudged = List.copyOf(notJudged);
    }
}
