package dev.overseer.sinks;

import static dev.overseer.sinks.Samples.NOW;
import static dev.overseer.sinks.Samples.closed;
import static dev.overseer.sinks.Samples.delete;
import static dev.overseer.sinks.Samples.incident;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.IncidentBrief.Remedy;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Span;
import dev.overseer.runtime.ledger.Undelivered;
import dev.overseer.runtime.ledger.WriteResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ledger that cannot be used says what is wrong, where, and what to do. */
class SqliteLedgerFaultsTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("ledger.db");
    }

    @Test
    void lockedByAnotherProcess() throws SQLException {
        Incident incident = incident("test1");
        try (SqliteLedger ledger = impatient();
                RawDatabase other = new RawDatabase(file)) {
            ledger.keep(closed(incident, Kind.GONE));
            other.execute("BEGIN IMMEDIATE");

            assertFails(
                    () -> ledger.claim(delete(incident)),
                    "was locked by another process for more than 50 ms. Find it with `fuser %s`".formatted(file));

            assertThat(ledger.entry(incident.id())).isPresent();
            other.execute("ROLLBACK");
            assertThat(ledger.claim(delete(incident))).isInstanceOf(Claim.Granted.class);
        }
    }

    @Test
    void full() {
        Database database = new Database(file, Duration.ofSeconds(5));
        try (SqliteLedger ledger = new SqliteLedger(database)) {
            Incident last = incident("last");
            ledger.claim(delete(incident("first")));
            pragma(database, "max_page_count = 40");

            assertFails(
                    () -> IntStream.range(0, 200).forEach(i -> ledger.claim(delete(incident("test" + i)))),
                    "cannot grow: its disk or quota is full. Make room on the disk of " + directory);

            assertThat(ledger.writes(incident("first").id())).hasSize(1);
            pragma(database, "max_page_count = 4000");
            assertThat(ledger.claim(delete(last))).isInstanceOf(Claim.Granted.class);
            assertThat(ledger.writes(last.id())).hasSize(1);
        }
    }

    @Test
    void damaged() throws IOException {
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            IntStream.range(0, 50).forEach(i -> ledger.keep(closed(incident("test" + i), Kind.GONE)));
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] scrap = new byte[(int) bytes.length() / 2];
            Arrays.fill(scrap, (byte) 0x5a);
            bytes.seek(bytes.length() - scrap.length);
            bytes.write(scrap);
        }

        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            assertFails(
                    () -> ledger.find(IncidentFilter.latest(100)),
                    "is damaged. Stop every process that uses it, keep a copy, and run `sqlite3 %s '.recover' | sqlite3 recovered.db`"
                            .formatted(file));
        }
    }

    @Test
    void notADatabase() throws IOException {
        Files.writeString(file, "Dear diary,\n".repeat(100));

        assertFails(() -> SqliteLedger.open(file), "is not a SQLite database. Choose another path");
        assertThat(file).hasContent("Dear diary,\n".repeat(100));
    }

    @Test
    void databaseOfSomethingElse() throws SQLException {
        try (RawDatabase other = new RawDatabase(file)) {
            other.execute("CREATE TABLE diary (page TEXT)");
        }
        assertFails(() -> SqliteLedger.open(file), "is a SQLite database of something else. Choose another path");

        try (RawDatabase other = new RawDatabase(file)) {
            other.execute("PRAGMA user_version = 1");
            assertThat(other.texts("PRAGMA journal_mode")).containsExactly("delete");
        }
        assertFails(() -> SqliteLedger.open(file), "is a SQLite database of something else. Choose another path");
    }

    @Test
    void ofANewerRelease() throws SQLException {
        SqliteLedger.open(file).close();
        try (RawDatabase other = new RawDatabase(file)) {
            other.execute("PRAGMA user_version = 4");
        }

        assertFails(
                () -> SqliteLedger.open(file),
                "has schema 4, of a newer release of Overseer; this one reads schema 3. Use that release, or another path");
    }

    @Test
    void ofAnEarlierReleaseIsTakenForward() throws SQLException {
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            ledger.keep(closed(incident("test1"), Kind.GONE));
            ledger.close(closed(incident("test2"), Kind.REMEDIATED));
        }
        try (RawDatabase earlier = new RawDatabase(file)) {
            earlier.execute("DROP TABLE undelivered");
            earlier.execute("DROP TABLE remedy");
            earlier.execute("DROP TABLE undo");
            earlier.execute("DROP TABLE remediated");
            earlier.execute("PRAGMA user_version = 1");
        }

        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            ledger.left("incident-1", "{}", NOW);

            assertThat(ledger.left("incident-1")).contains("{}");
            assertThat(ledger.entry(incident("test1").id())).isPresent();
            List<Optional<Remedy>> remedies = new ArrayList<>();
            ledger.survey(Span.ALL, brief -> remedies.add(brief.remedy()));
            assertThat(remedies)
                    .containsExactlyInAnyOrder(Optional.empty(), Remedy.of(closed(incident("test2"), Kind.REMEDIATED)));
        }
    }

    @Test
    void ofTheLastReleaseIsTakenForward() throws SQLException {
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            ledger.left("incident-1", "{}", NOW);
        }
        try (RawDatabase earlier = new RawDatabase(file)) {
            earlier.execute("DROP TABLE undelivered");
            earlier.execute("DROP TABLE remedy");
            earlier.execute("PRAGMA user_version = 2");
        }
        Undelivered lost = Undelivered.of("sns a", 1, NOW, "denied");

        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            ledger.undelivered(lost);

            assertThat(ledger.undelivered()).containsExactly(lost);
            assertThat(ledger.left("incident-1")).contains("{}");
        }
    }

    @Test
    void withADocumentOfANewerRelease() throws SQLException {
        try (SqliteLedger ledger = SqliteLedger.open(file);
                RawDatabase other = new RawDatabase(file)) {
            ledger.keep(closed(incident("test1"), Kind.GONE));
            other.execute("UPDATE incident SET document = replace(document, 'overseer/entry/1', 'overseer/entry/2')");

            assertFails(
                    () -> ledger.find(IncidentFilter.latest(1)),
                    "holds a document that cannot be read: this is overseer/entry/2, written by a newer release; this one reads overseer/entry/1");
        }
    }

    @Test
    void aDirectory() {
        assertFails(
                () -> SqliteLedger.open(directory),
                "is a directory. Name a file in it, such as " + directory.resolve("ledger.db"));
    }

    @Test
    void belowAFile() throws IOException {
        Path diary = Files.createFile(directory.resolve("diary.txt"));

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> SqliteLedger.open(diary.resolve("overseer").resolve("ledger.db")))
                .withMessageContaining("cannot be made")
                .withMessageContaining(diary.toString());
    }

    @Test
    void inADirectoryWithoutPermission() throws IOException {
        Path locked = Files.createDirectory(
                directory.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assumeFalse(Files.isWritable(locked), "this user may write to every directory");
        file = locked.resolve("ledger.db");

        assertFails(
                () -> SqliteLedger.open(file),
                "cannot be made: permission denied on %s. Let this process write to %s, or choose another path"
                        .formatted(file, locked));
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> SqliteLedger.open(locked.resolve("overseer").resolve("ledger.db")))
                .withMessageContaining(
                        "since its directory cannot: permission denied on " + locked.resolve("overseer"));
    }

    @Test
    void ofSomebodyElse() throws IOException {
        SqliteLedger.open(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read every file");

        assertFails(
                () -> SqliteLedger.open(file),
                "cannot be read and written by this process: it belongs to %s, with permissions ---------. Run as its owner"
                        .formatted(Files.getOwner(file)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                8  | cannot be written to: its file system is read-only, or its directory is.
                10 | its disk failed, or is a network file system without locks.
                14 | cannot be opened: this process may not open or make it or the files beside it.
                99 | failed: what SQLite says. `sqlite3 /var/ledger.db 'PRAGMA integrity_check'` tells
                """)
    void failuresOfTheSystemBelow(int code, String message) {
        LedgerFault fault = new LedgerFault(Path.of("/var/ledger.db"), Duration.ofSeconds(5));

        assertThat(fault.of(new SQLException("what SQLite says", "", code)))
                .hasMessageStartingWith("the ledger /var/ledger.db ")
                .hasMessageContaining(message);
    }

    @Test
    void nobodyElseCanReadIt() throws IOException {
        file = directory.resolve("state").resolve("overseer").resolve("ledger.db");
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            ledger.keep(closed(incident("test1"), Kind.GONE));

            assertThat(permissions(directory.resolve("state"))).isEqualTo("rwx------");
            assertThat(permissions(file.getParent())).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(file.getParent())) {
                assertThat(files.map(Path::getFileName).map(Path::toString))
                        .containsExactlyInAnyOrder("ledger.db", "ledger.db-wal", "ledger.db-shm")
                        .allSatisfy(name -> assertThat(permissions(file.resolveSibling(name)))
                                .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void nobodyElseCanReadOneThatWasRestored() throws IOException {
        SqliteLedger.open(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        SqliteLedger.open(file).close();

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void takesAnyPath() {
        for (String name : List.of("what?mode=ro", "#1 %41 'é' \uD83D\uDE00.db", "file:a", ":memory:")) {
            try (SqliteLedger ledger = SqliteLedger.open(directory.resolve(name))) {
                ledger.claim(delete(incident("test1")));
            }
            assertThat(directory.resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void manyMayMakeItAtOnce() throws Exception {
        int processes = 8;
        try (ExecutorService threads = Executors.newFixedThreadPool(processes)) {
            for (int round = 0; round < 5; round++) {
                Path fresh = directory.resolve("ledger%d.db".formatted(round));
                CyclicBarrier start = new CyclicBarrier(processes);
                List<Future<LedgerArchive.Passed>> done = threads.invokeAll(IntStream.range(0, processes)
                        .<Callable<LedgerArchive.Passed>>mapToObj(i -> () -> {
                            start.await();
                            try (SqliteLedger ledger = SqliteLedger.open(fresh)) {
                                ledger.passed("glue-dev-endpoint", "123456789012", NOW);
                                return ledger.passed().getFirst();
                            }
                        })
                        .toList());
                for (Future<LedgerArchive.Passed> one : done) {
                    assertThat(one.get().count()).isBetween(1L, (long) processes);
                }
                try (SqliteLedger ledger = SqliteLedger.open(fresh)) {
                    assertThat(ledger.passed().getFirst().count()).isEqualTo(processes);
                }
            }
        }
    }

    @Test
    void isNotTouchedBeforeItIsNeeded() throws IOException {
        Files.writeString(file, "Dear diary");
        try (SqliteLedger ledger = SqliteLedger.lazily(file)) {
            ledger.passed("glue-dev-endpoint", "123456789012", NOW);
            assertFails(() -> ledger.writes("incident"), "is not a SQLite database");

            Files.delete(file);

            assertThat(ledger.writes("incident")).isEmpty();
            assertThat(ledger.passed())
                    .containsExactly(new LedgerArchive.Passed("glue-dev-endpoint", "123456789012", 1));
        }
    }

    @Test
    void aFailedTransactionLeavesNothingAndHindersNothing() {
        Incident incident = incident("test1");
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            ledger.passed("glue-dev-endpoint", "123456789012", NOW);
            assertThatIllegalStateException()
                    .isThrownBy(() -> ledger.settle(
                            new Claim.Granted(delete(incident), 1), new WriteResult.Answered("request-1")));

            assertThat(ledger.claim(delete(incident))).isInstanceOf(Claim.Granted.class);
            assertThat(ledger.passed().getFirst().count()).isEqualTo(1);
        }
    }

    @Test
    void countsReachTheFileWhenItIsClosed() {
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            ledger.passed("glue-dev-endpoint", "123456789012", NOW);
        }

        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            assertThat(ledger.passed())
                    .containsExactly(new LedgerArchive.Passed("glue-dev-endpoint", "123456789012", 1));
        }
    }

    @Test
    void aClosedLedgerSaysSo() {
        SqliteLedger ledger = SqliteLedger.open(file);
        ledger.close();

        assertFails(() -> ledger.writes("incident"), "is closed");
    }

    @Test
    void peopleCanReadItWithSqlite() throws SQLException {
        Incident incident = incident("test1");
        try (SqliteLedger ledger = SqliteLedger.open(file);
                RawDatabase people = new RawDatabase(file)) {
            ledger.settle((Claim.Granted) ledger.claim(delete(incident)), new WriteResult.Answered("request-1"));
            ledger.close(closed(incident, Kind.REMEDIATED));

            assertThat(
                            people.texts(
                                    "SELECT concat_ws(' ', at, state, target, principal, detail, next_look, mode, said) FROM incidents"))
                    .containsExactly(
                            "2026-01-15 10:00:00 REMEDIATED test1 arn:aws:sts::123456789012:assumed-role/developer/ann deleted enforce default");
            assertThat(people.texts("SELECT concat_ws(' ', at, action, result, answer, pre_state) FROM writes"))
                    .containsExactly(
                            "2026-01-15 10:00:00 glue:DeleteDevEndpoint ANSWERED request-1 {\"endpointName\":\"test1\"}");
        }
    }

    private SqliteLedger impatient() {
        return new SqliteLedger(new Database(file, Duration.ofMillis(50)));
    }

    private void assertFails(ThrowingCallable call, String problem) {
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(call)
                .withMessageStartingWith("the ledger /")
                .withMessageContaining(problem);
    }

    private static void pragma(Database database, String pragma) {
        database.read(session -> session.number("PRAGMA " + pragma));
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException unreadable) {
            throw new AssertionError(path + " cannot be looked at", unreadable);
        }
    }
}
