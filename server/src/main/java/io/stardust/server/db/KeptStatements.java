package io.stardust.server.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the prepared statements of one connection, those used last, so that the same text is not parsed again: a tenth
 * of a write's time. For one thread, as its connection.
 */
final class KeptStatements extends DefaultStatementBuilder {
    private static final int KEPT = 200;

    private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();
    private final Map<PreparedStatement, String> mine = new HashMap<>();

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        if (context.isReturningGeneratedKeys()) return super.create(connection, sql, context);
        PreparedStatement kept = idle.remove(sql);
        if (kept == null) {
            kept = super.create(connection, sql, context);
            mine.put(kept, sql);
        }
        return kept;
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        String text = mine.get(statement);
        if (text == null || !(statement instanceof PreparedStatement prepared)) {
            super.close(connection, sql, statement);
            return;
        }
        // after this SQLite plans a statement with a join anew, which takes as long as ten runs of it
        if (!text.startsWith("select")) prepared.clearParameters(); // they may be large
        prepared.clearBatch();
        PreparedStatement twin = idle.putIfAbsent(text, prepared);
        if (twin != null) forget(connection, prepared);
        else if (idle.size() > KEPT) forget(connection, idle.pollFirstEntry().getValue());
    }

    private void forget(Connection connection, PreparedStatement statement) throws SQLException {
        String sql = mine.remove(statement);
        super.close(connection, sql, statement);
    }

    @Override
    public void close(Connection connection) {
        try {
            for (PreparedStatement statement : idle.values()) statement.close();
        } catch (SQLException e) {
            throw new DbException("closing statements: " + e.getMessage(), e);
        }
        idle.clear();
        mine.clear();
    }
}
