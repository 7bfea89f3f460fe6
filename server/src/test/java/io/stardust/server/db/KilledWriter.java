package io.stardust.server.db;

import java.nio.file.Path;

/** A program that writes numbers from several threads and prints each after its write returned, until it is killed. */
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] args) {
        Database db = Database.in(Path.of(args[0])).start();
        db.write(sql -> sql.execute("create table if not exists note (id bigint primary key)"));
        for (int i = 0; i < 8; i++) Thread.ofPlatform().start(() -> write(db));
    }

    private static void write(Database db) {
        while (true) {
            long id = db.write(sql -> {
                long next = Ids.next(sql, "note");
                sql.execute("insert into note (id) values (?)", next);
                return next;
            });
            synchronized (KilledWriter.class) {
                System.out.println(id);
                System.out.flush();
            }
        }
    }
}
