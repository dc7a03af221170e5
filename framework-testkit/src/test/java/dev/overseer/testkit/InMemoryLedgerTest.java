package dev.overseer.testkit;

import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.LedgerArchive;

/** The ledger of rehearsals keeps the contract. */
class InMemoryLedgerTest extends LedgerContract {
    private final InMemoryLedger ledger = new InMemoryLedger();

    @Override
    protected LedgerArchive ledger() {
        return ledger;
    }
}
