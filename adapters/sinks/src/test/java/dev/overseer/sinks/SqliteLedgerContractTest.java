package dev.overseer.sinks;

import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.testkit.LedgerContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's ledger keeps the contract; every ledger that a test asks for has a connection of its own. */
class SqliteLedgerContractTest extends LedgerContract {
    private final List<SqliteLedger> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    @Override
    protected LedgerArchive ledger() {
        SqliteLedger ledger = SqliteLedger.open(directory.resolve("overseer").resolve("ledger.db"));
        opened.add(ledger);
        return ledger;
    }

    @AfterEach
    void close() {
        opened.forEach(SqliteLedger::close);
    }
}
