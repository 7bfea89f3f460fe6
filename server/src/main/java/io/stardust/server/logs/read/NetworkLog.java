package io.stardust.server.logs.read;

import io.stardust.telemetry.log.LogRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes records of what NewLife's {@code NetworkLog} posts ({@code POST /Log}, docs/protocol.md 13): lines such as
 * {@code 07:18:17.787 1 N - msg}, after a header of lines that begin with {@code #}. A line that begins otherwise goes
 * on with the record before it. Thread-safe and immutable.
 */
public final class NetworkLog {
    private static final String HEADER = "#Software:";

    private final ZoneId zone;

    /** @param zone of the client's clock, which sends times without a date or a zone */
    public NetworkLog(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Reads one post.
     *
     * @param arrival when it came; each time is on the day that lies nearest to it
     */
    public List<LogRecord> read(byte[] body, Origin origin, Instant arrival) {
        var stamps = new Stamps(zone, arrival);
        var draft = new Draft();
        List<LogRecord> records = new ArrayList<>();
        var record = new StringBuilder();
        boolean header = true; // a line with # belongs to it
        for (String line : LineText.of(body, 0, body.length).split("\n", -1)) {
            header = line.startsWith(HEADER) || (header && (line.isEmpty() || line.startsWith("#")));
            if (header) continue;
            draft.begin(line);
            if (isRecord(draft, stamps)) end(records, record, draft, stamps, origin);
            if (!record.isEmpty()) record.append('\n');
            record.append(line);
        }
        end(records, record, draft, stamps, origin);
        return records;
    }

    private static boolean isRecord(Draft draft, Stamps stamps) {
        return stamps.read(draft.text, 0) && NetworkLine.readAfterTime(draft, stamps.end());
    }

    private static void end(List<LogRecord> records, StringBuilder record, Draft draft, Stamps stamps, Origin origin) {
        String text = record.toString().stripTrailing();
        record.setLength(0);
        if (text.isEmpty()) return;
        draft.begin(text);
        if (isRecord(draft, stamps)) draft.timeNs = stamps.ns();
        draft.trace = TraceIds.named(text, 0, draft.lineEnd);
        records.add(draft.record(origin));
    }
}
