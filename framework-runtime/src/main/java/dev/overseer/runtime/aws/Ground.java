package dev.overseer.runtime.aws;

import dev.overseer.api.Finding;
import dev.overseer.runtime.ledger.Stake;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a write rests on.
 *
 * @param readAt when the resource was read live
 * @param findings the checks that it failed
 * @param preState describes it as it was read, for the journal; asked before each write
 * @param stake what the write counts against
 */
public record Ground(Instant readAt, List<Finding> findings, Supplier<KeptState> preState, Stake stake) {
    public Ground {
        findings = List.copyOf(findings);
    }
}
