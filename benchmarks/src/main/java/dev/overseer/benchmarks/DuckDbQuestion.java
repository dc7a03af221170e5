package dev.overseer.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks DuckDB, whose driver has to be on the class path, for the events that a control might want. */
public final class DuckDbQuestion {
    private static final String QUESTION = """
            SELECT record->>'eventName' AS name, record->>'recipientAccountId' AS account, count(DISTINCT record->>'eventID') AS events
            FROM (SELECT unnest(from_json(json->'Records', '["JSON"]')) AS record
                  FROM read_json_objects(?, format = 'unstructured', maximum_object_size = 67108864))
            WHERE record->>'errorCode' IS NULL AND regexp_full_match(record->>'eventName', ?)
            GROUP BY ALL ORDER BY ALL""";

    private DuckDbQuestion() {}

    /** Asks it: the folder of log files, the names of events as a regular expression, the number of threads. */
    public static void main(String[] args) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            try (Statement settings = duckdb.createStatement()) {
                settings.execute("SET threads = " + Integer.parseInt(args[2]));
            }
            try (PreparedStatement question = duckdb.prepareStatement(QUESTION)) {
                question.setString(1, args[0] + "/**/*.json.gz");
                question.setString(2, args[1]);
                try (ResultSet rows = question.executeQuery()) {
                    while (rows.next()) {
                        System.out.printf("%s %s %d%n", rows.getString(1), rows.getString(2), rows.getLong(3));
                    }
                }
            }
        }
    }
}
