package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.cli.history.Progress.Snapshot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArchiveProgressTest {
    @Test
    void doesNotGuessWhatIsLeftBeforeEverythingIsListed() {
        Snapshot listing =
                new Snapshot(50_000, 900_000_000, 1_200, 24_000_000, false, Optional.of("2026/01/14/a.json.gz"));

        assertThat(ArchiveProgress.text(listing, Duration.ofSeconds(6)))
                .isEqualTo("1,200 of 50,000 or more files, 24.0 MB, 4.0 MB/s; done up to 2026/01/14/a.json.gz");
    }

    @Test
    void saysHowLongTheRestTakesOnceItKnows() {
        Snapshot known = new Snapshot(2_000, 90_000_000, 500, 30_000_000, true, Optional.of("b.json.gz"));

        assertThat(ArchiveProgress.text(known, Duration.ofSeconds(10)))
                .isEqualTo("500 of 2,000 files, 30.0 MB of 90.0 MB, 3.0 MB/s, 20s left; done up to b.json.gz");
    }

    @Test
    void saysNothingOfWhatIsDoneBeforeTheFirstFile() {
        Snapshot beginning = new Snapshot(3, 3_000_000, 0, 0, true, Optional.empty());

        assertThat(ArchiveProgress.text(beginning, Duration.ZERO))
                .isEqualTo("0 of 3 files, 0.0 MB of 3.0 MB, 0.0 MB/s");
    }
}
