package dev.overseer.sinks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements on a connection, for the one thread that holds it. Each is compiled once and lives as long as the connection. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> compiled = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Makes something of a row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Makes something of a row's first column, which is a document. */
    static <T> Row<T> document(Function<String, T> reader) {
        return row -> {
            try {
                return reader.apply(row.getString(1));
            } catch (IllegalArgumentException unreadable) {
                throw new UnreadableDocumentException(unreadable);
            }
        };
    }

    /** Runs statements that take and return nothing. */
    void execute(String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        }
    }

    /** Changes rows, and returns how many. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values).executeUpdate();
    }

    /** Returns what a query finds. */
    <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, row, rows::add, values);
        return rows;
    }

    /** Gives what a query finds, row by row, and returns how many there were. */
    <T> long each(String sql, Row<T> row, Consumer<? super T> taker, @Nullable Object... values) throws SQLException {
        try (ResultSet found = with(sql, values).executeQuery()) {
            long rows = 0;
            while (found.next()) {
                taker.accept(row.of(found));
                rows++;
            }
            return rows;
        }
    }

    /** Returns the first that a query finds. */
    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return list(sql, row, values).stream().findFirst();
    }

    /** Returns the number that a query finds. */
    long number(String sql, @Nullable Object... values) throws SQLException {
        return first(sql, row -> row.getLong(1), values).orElse(0L);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            for (PreparedStatement statement : compiled.values()) {
                statement.close();
            }
        }
    }

    private PreparedStatement with(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = compiled.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            compiled.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
