package io.stardust.server.db;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What tables a database has, told alike by every kind of database. */
public final class Tables {
    /** Stands in a database that is being filled, with the words that tell people so. */
    public static final String UNFINISHED = "unfinished";

    /** Hold nothing that is moved: they are about the database or the server that uses it. */
    private static final Set<String> OWN = Set.of(UNFINISHED, "schema_version", "lease", "probe");

    private Tables() {}

    /** The names of all, sorted. */
    public static Set<String> names(Handle sql) {
        return ask(sql, (of, schema) -> {
            Set<String> names = new TreeSet<>();
            try (ResultSet row = of.getTables(null, schema, "%", new String[] {"TABLE"})) {
                while (row.next()) {
                    String name = row.getString("TABLE_NAME");
                    if (!name.startsWith("sqlite_")) names.add(name);
                }
            }
            return names;
        });
    }

    /** Those that hold what the server keeps; each after those that it refers to. */
    public static List<Table> all(Handle sql) {
        return ask(sql, (of, schema) -> {
            Map<String, Set<String>> needs = new LinkedHashMap<>();
            for (String name : names(sql)) {
                if (!OWN.contains(name)) needs.put(name, references(of, schema, name));
            }
            List<Table> tables = new ArrayList<>();
            for (String name : ordered(needs)) tables.add(new Table(name, columns(of, schema, name)));
            return tables;
        });
    }

    private static Set<String> references(DatabaseMetaData of, @Nullable String schema, String name)
            throws SQLException {
        Set<String> others = new TreeSet<>();
        try (ResultSet row = of.getImportedKeys(null, schema, name)) {
            while (row.next()) others.add(row.getString("PKTABLE_NAME"));
        }
        others.remove(name);
        return others;
    }

    private static List<String> ordered(Map<String, Set<String>> needs) {
        List<String> ordered = new ArrayList<>();
        while (ordered.size() < needs.size()) {
            List<String> next = needs.keySet().stream()
                    .filter(name -> !ordered.contains(name) && ordered.containsAll(needs.get(name)))
                    .toList();
            if (next.isEmpty()) throw new IllegalStateException("tables refer to each other in a circle: " + needs);
            ordered.addAll(next);
        }
        return ordered;
    }

    private static List<Table.Column> columns(DatabaseMetaData of, @Nullable String schema, String name)
            throws SQLException {
        List<Table.Column> columns = new ArrayList<>();
        try (ResultSet row = of.getColumns(null, schema, name, "%")) {
            while (row.next()) {
                columns.add(new Table.Column(row.getString("COLUMN_NAME"), kind(row.getString("TYPE_NAME"))));
            }
        }
        columns.sort(java.util.Comparator.comparing(Table.Column::name));
        return columns;
    }

    /** By the names that the migrations use, and those that PostgreSQL calls the same. */
    private static Table.Kind kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "bigint", "integer", "int8", "int4" -> Table.Kind.NUMBER;
            case "double precision", "double", "float8" -> Table.Kind.REAL;
            case "boolean", "bool" -> Table.Kind.FLAG;
            case "text" -> Table.Kind.TEXT;
            default -> throw new IllegalStateException("a column of type " + type + ": see docs/checklists/table.md");
        };
    }

    /** @throws DbException if something that fills the database has not ended, in words for the operator */
    static void requireFinished(Handle sql, Set<String> tables) {
        if (!tables.contains(UNFINISHED)) return;
        Collection<String> words = sql.createQuery("select what from " + UNFINISHED)
                .mapTo(String.class)
                .list();
        throw new DbException(
                "the database was not filled to the end: %s (expected: run that again from the start; or an empty database)"
                        .formatted(String.join("; ", words)),
                null);
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(DatabaseMetaData of, @Nullable String schema) throws SQLException;
    }

    private static <T> T ask(Handle sql, Question<T> question) {
        try {
            return question.ask(
                    sql.getConnection().getMetaData(), sql.getConnection().getSchema());
        } catch (SQLException e) {
            throw new DbException("cannot tell the tables: " + e.getMessage(), e);
        }
    }
}
