package io.stardust.server.backup;

import io.stardust.server.db.Database;
import io.stardust.server.db.Migrations;
import io.stardust.server.db.Table;
import io.stardust.server.db.Tables;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Moves a server's state from one database to another, of whatever kind each is. The source is read and not changed;
 * packages and keys are files and stay where they are.
 */
public final class Copy {
    private final Database from;
    private final Database to;
    private final Consumer<String> progress;

    /** @param progress takes a line for each table */
    public Copy(Database from, Database to, Consumer<String> progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /**
     * Copies everything and checks it row by row.
     *
     * @return how many rows
     * @throws RefusedException if there is nothing to copy, the target is not empty, or another program wrote there;
     *     the target then serves no server
     */
    public long run() {
        return from.moment(sql -> {
            int version = requireUsable(sql);
            Filling.Source source = (table, sink) -> read(sql, table, sink);
            String what = "a copy of %s, begun at %s".formatted(from, Instant.now());
            Map<String, Sum> sums = new Filling(to, what, progress).run(version, source);
            return sums.values().stream().mapToLong(Sum::rows).sum();
        });
    }

    private int requireUsable(Handle sql) {
        Set<String> there = Tables.names(sql);
        if (there.contains(Tables.UNFINISHED)) {
            throw new RefusedException(
                    "%s was not filled to the end itself (expected: a server's database)".formatted(from));
        }
        int version = Migrations.version(sql);
        if (version == 0)
            throw new RefusedException("%s holds no data (expected: a server's database)".formatted(from));
        if (version > Migrations.newest()) {
            throw new RefusedException("%s is of version %d, this program knows %d (expected: the newer program)"
                    .formatted(from, version, Migrations.newest()));
        }
        return version;
    }

    static Sum read(Handle sql, Table table, Table.Sink sink) {
        var summing = new Summing();
        table.read(sql, row -> {
            summing.add(RowCodec.bytes(row));
            sink.row(row);
        });
        return summing.sum();
    }
}
