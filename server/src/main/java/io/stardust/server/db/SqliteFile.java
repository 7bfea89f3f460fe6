package io.stardust.server.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;

/** One SQLite file, made when it is not there. A commit returns after the disk has it ({@code synchronous=FULL}). */
final class SqliteFile implements Engine {
    private final Path file;

    SqliteFile(Path file) {
        this.file = file;
    }

    @Override
    public Handle open() {
        return open(false, TempStore.DEFAULT);
    }

    @Override
    public Handle openForPieces() {
        return open(
                false, TempStore.MEMORY); // else a page that a savepoint changes is copied into a file from the 16th on
    }

    @Override
    public Handle openMoment() {
        if (!Files.exists(file)) throw new DbException(file + " is not there", null);
        Handle handle = openToRead();
        handle.execute("begin deferred");
        return handle;
    }

    /** Opens a connection that reads only. */
    Handle openToRead() {
        return open(true, TempStore.DEFAULT);
    }

    private Handle open(boolean readOnly, TempStore temporary) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(10_000);
        config.enforceForeignKeys(true);
        config.setCacheSize(-4_000); // KiB per connection
        config.setGetGeneratedKeys(false); // ids are ours: it would ask for the last one after each write
        config.setTempStore(temporary);
        config.setReadOnly(readOnly);
        try {
            if (!readOnly) OwnerOnly.create(file); // its log beside it takes its mode
            Connection connection = config.createConnection("jdbc:sqlite:" + file);
            Jdbi jdbi = Jdbi.create(() -> connection).installPlugin(new StoreConventions());
            jdbi.setStatementBuilderFactory(_ -> new KeptStatements());
            return jdbi.open();
        } catch (IOException | SQLException e) {
            throw new DbException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /** A file does not go away by itself. */
    @Override
    public boolean answers(Handle handle) {
        return true;
    }

    @Override
    public Readers readers() {
        return SqliteReaders.open(this);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
