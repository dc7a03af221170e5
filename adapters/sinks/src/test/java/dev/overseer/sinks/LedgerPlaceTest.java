package dev.overseer.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerPlaceTest {
    private static final Path HOME = Path.of("/home/ann");
    private static final Path IN_HOME = Path.of("/home/ann/.local/state/overseer/ledger.db");

    @Test
    void isAmongTheStatesOfTheUsersPrograms() {
        assertThat(LedgerPlace.standard(Map.of(), HOME)).isEqualTo(IN_HOME);
        assertThat(LedgerPlace.standard(Map.of("XDG_STATE_HOME", ""), HOME)).isEqualTo(IN_HOME);
    }

    @Test
    void isWhereTheUserKeepsThem() {
        assertThat(LedgerPlace.standard(Map.of("XDG_STATE_HOME", "/var/lib/ann"), HOME))
                .isEqualTo(Path.of("/var/lib/ann/overseer/ledger.db"));
    }

    @Test
    void doesNotDependOnTheWorkingDirectory() {
        assertThat(LedgerPlace.standard(Map.of("XDG_STATE_HOME", "state"), HOME))
                .isEqualTo(IN_HOME);
    }
}
