package io.stardust.server.logs;

import io.stardust.api.logs.LogEntry;
import io.stardust.protocol.Json;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.Unauthenticated;
import io.stardust.server.http.ApiException.Unavailable;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.logs.LogAsk.Asked;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.search.Found;
import io.stardust.telemetry.search.LogTail;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Logs as they come, {@code text/event-stream} as browsers read it, and as files. Thread-safe. */
final class LogStreamRoutes {
    private static final int WAITING = 1_000; // records of one listener
    private static final int LISTENERS = 100;
    private static final int PIECE = 1_000; // records of a file that are read at a time
    private static final int MOST = 1_000_000; // records of a file
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LogCentre centre;
    private final LogAsk ask;
    private final Turns turns;
    private final Duration pingPeriod;
    private final Set<LogTail> tails = ConcurrentHashMap.newKeySet();

    /** @param pingPeriod after so long without a record a ping is sent */
    LogStreamRoutes(LogCentre centre, LogAsk ask, Turns turns, Duration pingPeriod) {
        this.centre = centre;
        this.ask = ask;
        this.turns = turns;
        this.pingPeriod = pingPeriod;
    }

    /** Adds the routes. */
    void register(Api api) {
        api.get("/logs/live", Need.VIEWER, this::live).get("/logs/file", Need.VIEWER, this::file);
    }

    private Answer live(Call call) {
        Asked asked = ask.live(call);
        LogQuery query = asked.query();
        if (query == null) throw new Invalid("app", "none", "an app whose logs you may read");
        if (tails.size() >= LISTENERS) throw new Unavailable("logs: too many watch at a time; try again later");
        LogTail tail = centre.store().tail(query, WAITING);
        tails.add(tail);
        return Answer.events(out -> {
            try (tail) {
                tell(call, query, asked.names(), tail, out);
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException("the stream was cut").initCause(e);
            } finally {
                tails.remove(tail);
            }
        });
    }

    private void tell(Call call, LogQuery query, Map<Long, String> names, LogTail tail, OutputStream out)
            throws IOException, InterruptedException {
        write(out, "retry: 2000\nevent: ping\ndata: {}\n\n");
        long looked = System.nanoTime();
        long wrote = looked;
        while (tails.contains(tail)) {
            LogTail.News news = tail.next(LOOK);
            if (System.nanoTime() - looked >= LOOK.toNanos()) {
                if (!mayStill(call, query)) return;
                looked = System.nanoTime();
            }
            StringBuilder text = new StringBuilder();
            for (LogRecord record : news.records()) {
                LogEntry entry = LogViews.entry(record, null, names);
                text.append("event: log\ndata: ")
                        .append(Json.PEOPLE.text(entry))
                        .append("\n\n");
            }
            if (news.lost() > 0) {
                text.append("event: lost\ndata: {\"count\":")
                        .append(news.lost())
                        .append("}\n\n");
            }
            boolean quiet = text.isEmpty();
            if (quiet && System.nanoTime() - wrote < pingPeriod.toNanos()) continue;
            write(out, quiet ? "event: ping\ndata: {}\n\n" : text.toString());
            wrote = System.nanoTime();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** False when the session or token has ended, or one of the apps may not be read any more. */
    private boolean mayStill(Call call, LogQuery query) {
        try {
            return ask.names(call.callerNow().visible()).keySet().containsAll(query.apps());
        } catch (Unauthenticated _) {
            return false;
        }
    }

    private Answer file(Call call) {
        String format = call.query("format").orElse("text");
        boolean json = switch (format) {
            case "text" -> false;
            case "json" -> true;
            default -> throw new Invalid("format", Check.shortened(format), "text, json");
        };
        Asked asked = ask.of(call, PIECE);
        return json
                ? Answer.file("application/x-ndjson", "logs.ndjson", out -> save(asked, true, out))
                : Answer.file("text/plain; charset=utf-8", "logs.txt", out -> save(asked, false, out));
    }

    private void save(Asked asked, boolean json, OutputStream out) throws IOException {
        LogQuery query = asked.query();
        for (int saved = 0; query != null && saved < MOST; ) {
            LogQuery page = query;
            Found found = turns.run(page, budget -> centre.store().search().page(page, budget));
            StringBuilder text = new StringBuilder();
            for (Found.Hit hit : found.hits()) {
                if (json) text.append(Json.PEOPLE.text(LogViews.entry(hit, asked.names())));
                else line(hit.record(), asked.names(), text);
                text.append('\n');
            }
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            saved += found.hits().size();
            @Nullable Position next = found.next();
            query = next == null ? null : query.with().after(next).build();
        }
    }

    /** As a program would have printed it. */
    private static void line(LogRecord record, Map<Long, String> names, StringBuilder text) {
        Instant time = Instant.ofEpochSecond(0, record.timeNs());
        text.append(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)))
                .append(' ')
                .append(record.level());
        List<String> head = List.of(
                names.getOrDefault(record.app(), ""),
                record.instance(),
                record.release(),
                record.node(),
                record.thread(),
                record.logger());
        for (String each : head)
            if (!each.isEmpty()) text.append(" [").append(each).append(']');
        text.append(' ').append(record.message());
    }

    /** Ends the live ones: they would keep the server from stopping. */
    void close() {
        for (LogTail tail : List.copyOf(tails)) {
            tails.remove(tail);
            tail.close();
        }
    }
}
