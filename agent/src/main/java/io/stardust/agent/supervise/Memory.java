package io.stardust.agent.supervise;

import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.state.ProcessRecords;
import java.io.IOException;
import java.util.HashMap;
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
    private volatile boolean unwritten;

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
        asked.set(false); // before reading, so that a later change asks again
        try {
            write(List.copyOf(records.values()));
        } catch (IOException | RuntimeException e) {
            LOG.error("the records of processes could not be written, tried again later: {}", e.toString());
        }
    }

    private void write(List<ProcessRecord> all) throws IOException {
        unwritten = true;
        file.save(all);
        unwritten = false;
    }

    /** Some record is not on the disk, which took nothing. */
    boolean isUnwritten() {
        return unwritten;
    }

    /** Writes what could not be written before. */
    void retry() {
        if (unwritten) writeSoon();
    }

    /** Writes now, as if {@code other} were kept already; when this returns it is on the disk. */
    void writeWith(ProcessRecord other) throws IOException {
        Map<String, ProcessRecord> all = new HashMap<>(records);
        all.put(other.name(), other);
        write(List.copyOf(all.values()));
    }
}
