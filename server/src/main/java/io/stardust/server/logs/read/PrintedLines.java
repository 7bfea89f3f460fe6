package io.stardust.server.logs.read;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes records of what a program printed. Thread-safe and immutable.
 *
 * <p>Time, level, logger, thread and trace are taken from the formats that loggers have by default: Logback, Log4j2,
 * Spring Boot, Tomcat, java.util.logging, Python, uvicorn, gunicorn, Go, slog, klog, .NET, Serilog, zap, Rust, nginx,
 * syslog, NewLife, and JSON lines of most of them. What became a field is left out of the message when the format is
 * certain; a line in no known format is kept whole. Bytes that are not UTF-8 are read as GB18030, colours are left out,
 * other control characters replaced, see {@link io.stardust.protocol.Printable}. A message is at most 1 MiB long.
 */
public final class PrintedLines {
    private final ZoneId zone;

    /** @param zone of the program's clock, for times that do not say theirs */
    public PrintedLines(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Reads whole lines, which end with {@code \n} or {@code \r\n}, the last one perhaps with nothing. Empty records
     * are left out.
     *
     * @param arrival when they came, by which times without a date are dated. A record without any time has none: its
     *     caller knows better, by its offset, or leaves it to the store
     * @param joins which lines belong together
     */
    public List<Printed> read(byte[] bytes, Origin origin, Instant arrival, Joins joins) {
        List<Printed> records = new ArrayList<>();
        var draft = new Draft();
        var formats = new LineFormats(draft, new Stamps(zone, arrival));
        int begin = 0; // of the record
        int end = 0; // of the record, without its last line's end
        for (int at = 0; at < bytes.length; ) {
            int lineEnd = at;
            while (lineEnd < bytes.length && bytes[lineEnd] != '\n') lineEnd++;
            if (!joins.continues(bytes, at, lineEnd) && at > 0) {
                add(records, bytes, begin, end, draft, formats, origin);
                begin = at;
            }
            end = lineEnd;
            at = lineEnd + 1;
        }
        add(records, bytes, begin, end, draft, formats, origin);
        return records;
    }

    private static void add(
            List<Printed> records, byte[] bytes, int begin, int end, Draft draft, LineFormats formats, Origin origin) {
        String text = LineText.of(bytes, begin, end).stripTrailing(); // blank lines often belong to the record before
        if (text.isEmpty()) return;
        draft.begin(text);
        formats.read();
        records.add(new Printed(begin, draft.record(origin)));
    }
}
