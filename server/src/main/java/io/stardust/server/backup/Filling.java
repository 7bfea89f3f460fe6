package io.stardust.server.backup;

import io.stardust.server.db.Database;
import io.stardust.server.db.Migrations;
import io.stardust.server.db.Table;
import io.stardust.server.db.Tables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Fills an empty database with rows, reads them back, and only then lets a server use it: until the end a row in
 * {@link Tables#UNFINISHED} keeps every server away from it.
 */
final class Filling {
    private final Database target;
    private final String what;
    private final Consumer<String> progress;

    /**
     * @param what is done, for whoever finds it unfinished
     * @param progress takes a line for each table
     */
    Filling(Database target, String what, Consumer<String> progress) {
        this.target = target;
        this.what = what;
        this.progress = progress;
    }

    /** Where rows come from. */
    interface Source {
        /** Gives the rows of {@code table}, in the order of its columns; says what they come to. */
        Sum read(Table table, Table.Sink sink);
    }

    /**
     * Makes the tables of {@code version} and fills them.
     *
     * @return what the rows of each table come to
     * @throws RefusedException if the target holds data already, or what it holds at the end is not what was read
     */
    Map<String, Sum> run(int version, Source source) {
        target.alone(sql -> {
            begin(sql);
            return null;
        });
        Map<String, Sum> sums = target.alone(sql -> {
            Migrations.run(sql, version);
            List<Table> tables = Tables.all(sql);
            List<Table> last = new ArrayList<>(tables);
            Collections.reverse(last);
            for (Table table : last) table.clear(sql); // rows that come with the tables
            Map<String, Sum> read = new TreeMap<>();
            for (Table table : tables) {
                Sum sum;
                try (Table.Writer rows = table.writer(sql)) {
                    sum = source.read(table, rows);
                }
                read.put(table.name(), sum);
                progress.accept("%-24s %,d rows".formatted(table.name(), sum.rows()));
            }
            return read;
        });
        verify(sums);
        target.alone(sql -> sql.execute("drop table " + Tables.UNFINISHED));
        return sums;
    }

    /** @throws RefusedException if {@code target} holds something that no attempt to fill it left */
    static void requireEmpty(Database target) {
        target.alone(sql -> {
            requireEmpty(target, Tables.names(sql));
            return null;
        });
    }

    private static void requireEmpty(Database target, Set<String> tables) {
        if (tables.isEmpty() || tables.contains(Tables.UNFINISHED)) return;
        throw new RefusedException(
                "%s holds data already: %d tables (expected: an empty database)".formatted(target, tables.size()));
    }

    private void begin(Handle sql) {
        Set<String> there = Tables.names(sql);
        requireEmpty(target, there);
        if (there.contains(Tables.UNFINISHED)) drop(sql);
        sql.execute("create table %s (what text not null)".formatted(Tables.UNFINISHED));
        sql.createUpdate("insert into %s (what) values (:what)".formatted(Tables.UNFINISHED))
                .bind("what", what)
                .execute();
    }

    /** What an earlier attempt left. */
    private static void drop(Handle sql) {
        List<Table> tables = new ArrayList<>(Tables.all(sql));
        Collections.reverse(tables);
        for (Table table : tables) sql.execute("drop table " + table.name());
        for (String name : Tables.names(sql)) sql.execute("drop table " + name);
    }

    private void verify(Map<String, Sum> expected) {
        Map<String, Sum> found = target.moment(sql -> {
            Map<String, Sum> sums = new TreeMap<>();
            for (Table table : Tables.all(sql)) sums.put(table.name(), sum(sql, table));
            return sums;
        });
        if (found.equals(expected)) return;
        List<String> wrong = expected.keySet().stream()
                .filter(table -> !Objects.equals(expected.get(table), found.get(table)))
                .toList();
        throw new RefusedException(
                "%s does not hold what was written to it: %s (expected: no other program writes there)"
                        .formatted(target, String.join(", ", wrong)));
    }

    private static Sum sum(Handle sql, Table table) {
        var summing = new Summing();
        table.read(sql, row -> summing.add(RowCodec.bytes(row)));
        return summing.sum();
    }
}
