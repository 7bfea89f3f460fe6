package io.stardust.server.db;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The columns of queries, kept by the query's text: SQLite's driver asks the native library for every name, which took
 * a third of a write's time. The text decides the columns, as the tables of an open database do not change.
 * Thread-safe.
 */
public final class ColumnIndexes implements JdbiConfig<ColumnIndexes> {
    /** More texts than the server has; a limit for those that are put together from parts. */
    private static final int KEPT = 1_000;

    private final Map<String, Map<String, Integer>> kept = new ConcurrentHashMap<>();

    /** The index of every column of {@code query}, by its name in lower case; of equal names the first. */
    static Map<String, Integer> of(ResultSet query, StatementContext context) throws SQLException {
        return context.getConfig(ColumnIndexes.class).indexes(query, context.getRenderedSql());
    }

    private Map<String, Integer> indexes(ResultSet query, String text) throws SQLException {
        Map<String, Integer> indexes = kept.get(text);
        if (indexes != null) return indexes;
        indexes = read(query);
        if (kept.size() >= KEPT) kept.clear();
        kept.put(text, indexes);
        return indexes;
    }

    private static Map<String, Integer> read(ResultSet query) throws SQLException {
        ResultSetMetaData shape = query.getMetaData();
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 1; i <= shape.getColumnCount(); i++) {
            indexes.putIfAbsent(shape.getColumnLabel(i).toLowerCase(Locale.ROOT), i);
        }
        return Map.copyOf(indexes);
    }

    /** One for all statements of a database. */
    @Override
    public ColumnIndexes createCopy() {
        return this;
    }
}
