package io.stardust.agent.supervise;

import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.state.ProcessRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of all apps, written behind the back of whoever changes them. Thread-safe. */
final class Memory {
    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

    private final Map<String, ProcessRecord> records = new ConcurrentHashMap<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ProcessRecords file;
    private final Executor writer;

    Memory(ProcessRecords file, Executor writer) {
        this.file = file;
        this.writer = writer;
    }

    void load() throws IOException {
        records.putAll(file.load());
    }

    ProcessRecord of(String name) {
        return records.getOrDefault(name, ProcessRecord.none(name));
    }

    /** Returns at once; the file follows within moments. Changes that come meanwhile share one write. */
    void keep(ProcessRecord record) {
        records.put(record.name(), record);
        writeSoon();
    }

    void forget(String name) {
        if (records.remove(name) != null) writeSoon();
    }

    private void writeSoon() {
        if (asked.compareAndSet(false, true)) writer.execute(this::writeQuietly);
    }

    private void writeQuietly() {
        try {
            write();
        } catch (UncheckedIOException e) {
            LOG.error("the records of processes could not be written: {}", e.getMessage());
        }
    }

    /** Writes now; when this returns every record kept before is on the disk. */
    void write() {
        asked.set(false); // before reading, so that a later change asks again
        try {
            file.save(List.copyOf(records.values()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
