package io.stardust.server.command;

import io.stardust.server.db.Database;
import io.stardust.server.db.Ids;

/**
 * Draws the ids of all orders, kept or not, from one sequence, so that no two ever share one: clients ignore an id they
 * saw. Thread-safe. Ids are drawn in blocks, since an order that is not kept shall not cost a write; what is left of a
 * block at the end is skipped.
 */
final class CommandIds {
    private static final int BLOCK = 100;

    private final Database db;
    private long next;
    private long end;

    CommandIds(Database db) {
        this.db = db;
    }

    synchronized long next() {
        if (next == end) {
            next = db.write(sql -> Ids.reserve(sql, "command", BLOCK));
            end = next + BLOCK;
        }
        return next++;
    }
}
