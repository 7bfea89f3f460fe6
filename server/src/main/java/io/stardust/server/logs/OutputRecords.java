package io.stardust.server.logs;

import io.stardust.protocol.deploy.OutputHead;
import io.stardust.protocol.deploy.OutputHead.Mark;
import io.stardust.protocol.log.LineJoiner;
import io.stardust.server.logs.read.Origin;
import io.stardust.server.logs.read.Printed;
import io.stardust.server.logs.read.PrintedLines;
import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes records of a range of output, with what its head says of each part. For one request. */
final class OutputRecords {
    private static final String LOST = "stardust.output";
    private static final String FILE = "file";
    private static final long MS = 1_000_000; // ns

    private final OutputHead head;
    private final Origin origin;
    private final ZoneId zone;
    private final Instant arrival;

    /**
     * @param origin without a release, which the head knows
     * @param zone of the node's clock
     * @param arrival by which a part is dated that the head says nothing of
     */
    OutputRecords(OutputHead head, Origin origin, ZoneId zone, Instant arrival) {
        this.head = head;
        this.origin = origin;
        this.zone = zone;
        this.arrival = arrival;
    }

    List<LogRecord> of(byte[] bytes) {
        List<Mark> marks = head.marks();
        Instant printed = marks.isEmpty() ? arrival : time(marks.getLast());
        List<LogRecord> records = new ArrayList<>();
        if (head.lost() > 0) records.add(lost(marks.isEmpty() ? null : marks.getFirst()));
        int next = 0;
        for (Printed each : new PrintedLines(zone).read(bytes, origin, printed, new LineJoiner()::continues)) {
            while (next < marks.size() && marks.get(next).offset() <= head.from() + each.offset()) next++;
            records.add(marked(each.record(), next == 0 ? null : marks.get(next - 1)));
        }
        return records;
    }

    private Instant time(Mark mark) {
        try {
            return Instant.ofEpochMilli(mark.time());
        } catch (ArithmeticException _) {
            return arrival;
        }
    }

    private LogRecord marked(LogRecord record, @Nullable Mark mark) {
        long read = (mark == null ? arrival : time(mark)).toEpochMilli() * MS;
        String release = mark == null || mark.release() == null ? "" : mark.release();
        return new LogRecord(
                record.timeNs() == 0 ? read : record.timeNs(),
                record.level(),
                record.app(),
                record.instance(),
                record.release().isEmpty() ? release : record.release(),
                record.node(),
                record.logger(),
                record.thread(),
                record.trace(),
                record.message(),
                attributes(record.attributes()));
    }

    private List<Attribute> attributes(List<Attribute> own) {
        String file = head.file();
        if (file == null || file.isEmpty()) return own;
        List<Attribute> all = new ArrayList<>(own);
        all.addFirst(new Attribute(FILE, file));
        return all;
    }

    private LogRecord lost(@Nullable Mark mark) {
        String words = String.format(
                Locale.ROOT,
                "%,d bytes of output were rotated away on the node before they could be sent",
                head.lost());
        var record = new LogRecord(
                0, Level.WARN, origin.app(), origin.instance(), "", origin.node(), LOST, "", "", words, List.of());
        return marked(record, mark);
    }
}
