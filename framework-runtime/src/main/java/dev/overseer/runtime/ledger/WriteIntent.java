package dev.overseer.runtime.ledger;

import dev.overseer.api.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A write that is about to be sent.
 *
 * @param incident the incident's id
 * @param action the IAM name of the action
 * @param request a digest of the request: two writes of an incident with the same action and digest are the same write
 * @param findings what the write is to put right
 * @param preState the resource as it was read before, as JSON in which what is confidential is masked
 * @param stake what the incident counts against, once, with its first write
 * @param at now, by the engine's clock
 * @param patience how long an unanswered write may still be answered
 */
public record WriteIntent(
        String incident,
        String action,
        String request,
        List<Finding> findings,
        String preState,
        Stake stake,
        Instant at,
        Duration patience) {
    public WriteIntent {
        findings = List.copyOf(findings);
    }
}
