package io.stardust.server.db;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One table, for reading and writing it whole in any kind of database. A row is an array in the order of the columns:
 * {@code Long}, {@code Double}, {@code Boolean}, {@code String} or null. Immutable.
 *
 * @param columns sorted by name
 */
public record Table(String name, List<Column> columns) {
    private static final int BATCH = 500;

    public Table {
        columns = List.copyOf(columns);
    }

    /** How the values of a column are carried. */
    public enum Kind {
        NUMBER,
        REAL,
        FLAG,
        TEXT
    }

    /** One column. */
    public record Column(String name, Kind kind) {}

    /** Takes rows. */
    @FunctionalInterface
    public interface Sink {
        /** Takes one; the array is the caller's no more. */
        void row(@Nullable Object[] values);
    }

    /** Gives every row to {@code sink}, in any order. */
    public void read(Handle sql, Sink sink) {
        sql.createQuery("select %s from %s".formatted(names(), name))
                .setFetchSize(BATCH)
                .map((row, _) -> values(row))
                .forEach(sink::row);
    }

    private @Nullable Object[] values(ResultSet row) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            @Nullable
            Object value = switch (columns.get(i).kind()) {
                case NUMBER -> row.getLong(i + 1);
                case REAL -> row.getDouble(i + 1);
                case FLAG -> row.getBoolean(i + 1);
                case TEXT -> {
                    @Nullable String text = row.getString(i + 1);
                    yield text == null ? null : TextArgument.storable(text);
                }
            };
            values[i] = row.wasNull() ? null : value;
        }
        return values;
    }

    /** Deletes every row. */
    public void clear(Handle sql) {
        sql.execute("delete from " + name);
    }

    /** Opens a way to add rows; to be closed, which adds the last ones. */
    public Writer writer(Handle sql) {
        String places = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        String text = "insert into %s (%s) values (%s)".formatted(name, names(), places);
        try {
            return new Writer(sql.getConnection().prepareStatement(text));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private DbException failed(SQLException e) {
        return new DbException("table %s: %s".formatted(name, e.getMessage()), e);
    }

    /** Adds rows in batches. For one thread. */
    public final class Writer implements Sink, AutoCloseable {
        private final PreparedStatement insert;
        private int waiting;

        private Writer(PreparedStatement insert) {
            this.insert = insert;
        }

        @Override
        public void row(@Nullable Object[] values) {
            try {
                for (int i = 0; i < values.length; i++)
                    set(i + 1, columns.get(i).kind(), values[i]);
                insert.addBatch();
                if (++waiting < BATCH) return;
                insert.executeBatch();
                waiting = 0;
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        private void set(int place, Kind kind, @Nullable Object value) throws SQLException {
            switch (kind) {
                case NUMBER -> insert.setObject(place, value, Types.BIGINT);
                case REAL -> insert.setObject(place, value, Types.DOUBLE);
                case FLAG -> insert.setObject(place, value, Types.BOOLEAN);
                case TEXT -> insert.setObject(place, value, Types.VARCHAR);
            }
        }

        @Override
        public void close() {
            try (insert) {
                if (waiting > 0) insert.executeBatch();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }
}
