package dev.overseer.benchmarks;

import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.sinks.SqliteLedger;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

/** Makes a ledger of many incidents: 4 KB each. */
final class LargeLedger {
    private static final int SAMPLES = 1_000;

    private final Path file;
    private final int incidents;

    /** Takes where to make it, and how many incidents it is to have, in thousands. */
    LargeLedger(Path file, int incidents) {
        this.file = file;
        this.incidents = incidents;
    }

    /** Takes the file and the number of incidents. */
    public static void main(String... arguments) throws SQLException {
        new LargeLedger(Path.of(arguments[0]), Integer.parseInt(arguments[1])).make();
    }

    void make() throws SQLException {
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            IntStream.range(0, SAMPLES).forEach(i -> ledger.close(sample(i)));
        }
        multiply();
    }

    private static IncidentEntry sample(int number) {
        EventBuilder event = Bodies.violation().id("event-" + number);
        Incident incident = Incident.open(
                "glue-dev-endpoint",
                event.event().resource("AWS::Glue::DevEndpoint", "endpoint-" + number),
                event.event(),
                true,
                Events.TIME);
        Outcome outcome = new Outcome(
                Kind.REMEDIATED,
                List.of(),
                List.of("glue:DeleteDevEndpoint"),
                List.of(),
                Events.TIME.plusSeconds(number),
                4,
                "deleted",
                true);
        return new IncidentEntry(
                incident,
                new Standing.Over(outcome),
                new Ruling(Mode.ENFORCE, Provenance.DEFAULT),
                Installation.UNKNOWN,
                Events.TIME.plusSeconds(number));
    }

    /** Makes many of the samples: one a second, in 20 controls, 100 accounts, 50 roles, and as many sessions as incidents. */
    private void multiply() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA cache_size = -400000");
            statement.execute("CREATE TEMP TABLE sample AS SELECT * FROM incident");
            statement.execute("""
                    WITH RECURSIVE round (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM round WHERE n < %d)
                    INSERT INTO incident (id, at, state, control, account, region, type, target, event, principal,
                        told_writes, told_planned, document)
                    SELECT substr(id, 1, 20) || printf('%%06d', n), at + n * %d * 1000000000,
                        CASE abs(random()) %% 10 WHEN 0 THEN 'HELD' WHEN 1 THEN 'FAILED' WHEN 2 THEN 'TIMED_OUT'
                            WHEN 3 THEN 'GONE' ELSE 'REMEDIATED' END,
                        'control-' || (abs(random()) %% 20), '1000000000' || printf('%%02d', abs(random()) %% 100), region,
                        type, target, event || '-' || n,
                        'arn:aws:sts::123456789012:assumed-role/deploy-' || (abs(random()) %% 50) || '/session-' || n
                            || substr(target, 9) || 'x',
                        told_writes, told_planned, document
                    FROM round, sample
                    """.formatted(incidents / SAMPLES - 1, SAMPLES));
            // Remediated within an hour or so of its event.
            statement.execute("""
                    INSERT OR REPLACE INTO remedy (incident, caused, deleted)
                    SELECT id, at - abs(random()) % 4000000000000, 1 FROM incident WHERE state = 'REMEDIATED'
                    """);
            // Leave was given for half of what is unresolved.
            statement.execute("""
                    INSERT INTO release (predecessor, successor, at, document)
                    SELECT id, 'after-' || id, at, '' FROM incident
                    WHERE state IN ('HELD', 'FAILED', 'TIMED_OUT') AND rowid % 2 = 0
                    """);
        }
    }
}
