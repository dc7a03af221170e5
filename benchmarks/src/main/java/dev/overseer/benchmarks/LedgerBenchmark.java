package dev.overseer.benchmarks;

import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.sinks.SqliteLedger;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.TestClock;
import dev.overseer.testkit.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQLite's ledger at size, printed as rows for {@code docs/performance.md}: searches among a million incidents, and ten
 * thousand violations against a limit. No JMH: each takes seconds, and the file system is half of it.
 */
public final class LedgerBenchmark {
    private static final int INCIDENTS = 1_000_000;
    private static final int VIOLATIONS = 10_000;
    private static final int TRIES = 5;
    private static final String ACCOUNT = "100000000007";

    private final Path directory;

    private LedgerBenchmark(Path directory) {
        this.directory = directory;
    }

    /** Takes the directory to work in: the file system that is measured, with 4 GB to spare. */
    public static void main(String... arguments) throws IOException, SQLException {
        Path directory = Files.createTempDirectory(Path.of(arguments.length == 0 ? "target" : arguments[0]), "ledger");
        try {
            LedgerBenchmark benchmark = new LedgerBenchmark(directory);
            benchmark.violations();
            benchmark.searches();
        } finally {
            for (String name : List.of("violations.db", "searches.db")) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.delete(directory);
        }
    }

    private void violations() {
        violations("a ledger in memory", new InMemoryLedger());
        try (SqliteLedger ledger = SqliteLedger.open(directory.resolve("violations.db"))) {
            violations("SQLite", ledger);
        }
    }

    /** All in one minute, and each through the whole engine. */
    private static void violations(String name, LedgerArchive ledger) {
        TestClock clock = new TestClock(Events.TIME);
        FakeAws aws = new FakeAws(clock).install(new GlueSimulator(clock, Lifecycle.starting("READY")));
        byte[] events = IntStream.range(0, VIOLATIONS)
                .mapToObj(i -> Bodies.violation()
                        .request("endpointName", "endpoint-" + i)
                        .at(Events.TIME.plusMillis(i * 60_000L / VIOLATIONS))
                        .envelopeJson())
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
        ledger.lift(new Lift("glue-dev-endpoint", FakeAws.ACCOUNT, "ann", "looked at the first ones", Events.TIME));
        long start = System.nanoTime();
        Transcript transcript = Rehearsal.of(new GluePlugin(), aws, clock)
                .keeping(ledger)
                .under(DecisionPolicy.enforceAll().limited(Limits.STANDARD))
                .play(events);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<Kind, Long> kinds =
                transcript.kinds().stream().collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
        System.out.printf(
                "%,d violations with %s: %s, %d AWS writes, %.1f s%n",
                VIOLATIONS, name, kinds, aws.writes().size(), seconds);
    }

    private void searches() throws SQLException, IOException {
        Path file = directory.resolve("searches.db");
        new LargeLedger(file, INCIDENTS).make();
        System.out.printf("%,d incidents, %,d MB%n", INCIDENTS, Files.size(file) >> 20);
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            filters().forEach((name, filter) -> search(ledger, name, filter));
        }
    }

    private static void search(SqliteLedger ledger, String name, IncidentFilter filter) {
        double[] seconds = new double[TRIES];
        int found = 0;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            found = ledger.find(filter).size();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        double first = seconds[0];
        Arrays.sort(seconds);
        System.out.printf("| %s | %d | %.3f s | %.3f s |%n", name, found, first, seconds[TRIES / 2]);
    }

    private static Map<String, IncidentFilter> filters() {
        Optional<String> no = Optional.empty();
        Instant day = Events.TIME.plus(Duration.ofDays(3));
        Optional<Instant> from = Optional.of(day);
        Optional<Instant> to = Optional.of(day.plus(Duration.ofDays(1)));
        Map<String, IncidentFilter> filters = new LinkedHashMap<>();
        filters.put("the latest", filter(no, no, no));
        filters.put("one day", filter(from, to, no, no, no, Set.of(), false));
        filters.put("a control", filter(Optional.of("control-7"), no, no));
        filters.put("an account", filter(no, Optional.of(ACCOUNT), no));
        filters.put("part of a principal, of many", filter(no, no, Optional.of("ROLE/DEPLOY-7/")));
        filters.put("part of a principal, of one", filter(no, no, Optional.of("session-123-456x")));
        filters.put(
                "HELD or FAILED",
                filter(Optional.empty(), Optional.empty(), no, no, no, Set.of("HELD", "FAILED"), false));
        filters.put(
                "unresolved and unreleased",
                filter(Optional.empty(), Optional.empty(), no, no, no, Set.of("HELD", "FAILED", "TIMED_OUT"), true));
        filters.put(
                "OPEN, of which there is none",
                filter(Optional.empty(), Optional.empty(), no, no, no, Set.of("OPEN"), false));
        filters.put("a control there is not", filter(Optional.of("control"), no, no));
        filters.put("a principal there is not", filter(no, no, Optional.of("nobody")));
        filters.put(
                "all together",
                filter(
                        from,
                        to,
                        Optional.of("control-7"),
                        Optional.of(ACCOUNT),
                        Optional.of("deploy"),
                        Set.of("HELD", "FAILED"),
                        true));
        return filters;
    }

    private static IncidentFilter filter(
            Optional<String> control, Optional<String> account, Optional<String> principal) {
        return filter(Optional.empty(), Optional.empty(), control, account, principal, Set.of(), false);
    }

    private static IncidentFilter filter(
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<String> control,
            Optional<String> account,
            Optional<String> principal,
            Set<String> states,
            boolean unreleased) {
        return new IncidentFilter(from, to, control, account, principal, states, unreleased, 100);
    }
}
