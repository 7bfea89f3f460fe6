package io.stardust.agent.state;

import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records of all apps, in one file: lets an agent find its processes again. Thread-safe. */
public final class ProcessRecords {
    private final StateFile file;

    /** Keeps {@code processes.json} in {@code folder}; touches nothing yet. */
    public ProcessRecords(Path folder) {
        this.file = new StateFile(folder.resolve("processes.json"));
    }

    /** Returns the saved records by app name. */
    public Map<String, ProcessRecord> load() throws IOException {
        Map<String, ProcessRecord> records = new LinkedHashMap<>();
        for (ProcessRecord each :
                file.read(json -> Json.WIRE.readList(json, ProcessRecord.class)).orElse(List.of())) {
            records.put(each.name(), each);
        }
        return records;
    }

    /** Saves all records; when this returns they are on the disk. */
    public void save(List<ProcessRecord> records) throws IOException {
        file.write(Json.WIRE.listBytes(records, ProcessRecord.class));
    }
}
