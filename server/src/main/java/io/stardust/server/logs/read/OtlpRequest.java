package io.stardust.server.logs.read;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What was read of a request so far: resource, scope and the records before. For one thread. */
final class OtlpRequest {
    private final Origin origin;
    private final Set<String> kept;
    private final List<LogRecord> records = new ArrayList<>();
    private final List<Attribute> keptAttributes = new ArrayList<>();
    private final OtlpRecord record = new OtlpRecord();
    private Origin resource;
    private String scope = "";
    private long unread;
    private String fault = "";

    OtlpRequest(Origin origin, Set<String> kept) {
        this.origin = origin;
        this.kept = kept;
        this.resource = origin;
    }

    void beginResource() {
        resource = origin;
        keptAttributes.clear();
    }

    void resourceAttribute(String name, String value) {
        if (value.isEmpty()) return;
        Origin r = resource;
        switch (name) {
            case "service.instance.id" -> resource = new Origin(r.app(), Bounded.name(value), r.release(), r.node());
            case "service.version" -> resource = new Origin(r.app(), r.instance(), Bounded.name(value), r.node());
            case "host.name" -> resource = new Origin(r.app(), r.instance(), r.release(), Bounded.name(value));
            default -> {
                if (kept.contains(name)) keptAttributes.add(new Attribute(name, Bounded.value(value)));
            }
        }
    }

    void scope(String name) {
        scope = name;
    }

    /** The record that comes next, emptied. */
    OtlpRecord beginRecord() {
        record.clear();
        return record;
    }

    void endRecord() {
        records.add(record.toRecord(resource, scope, keptAttributes));
    }

    /** The record could not be read. */
    void unread(String why) {
        if (unread == 0) fault = "record " + (records.size() + 1) + ": " + why;
        unread++;
    }

    /** Whether another record may be read; else it counts as unread. */
    boolean hasRoom() {
        if (records.size() < OtlpLogs.MOST_RECORDS) return true;
        unread("more than " + OtlpLogs.MOST_RECORDS + " in one request");
        return false;
    }

    OtlpLogs.Read read() {
        return new OtlpLogs.Read(records, unread, fault);
    }
}
