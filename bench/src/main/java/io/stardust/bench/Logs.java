package io.stardust.bench;

import io.stardust.api.app.AppView;
import io.stardust.api.app.MadeAppKey;
import io.stardust.api.app.NewApp;
import io.stardust.api.app.NewAppKey;
import io.stardust.api.logs.LogHistogram;
import io.stardust.api.logs.LogPage;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How fast logs are taken over HTTP (OTLP, protobuf), what they take on the disk, how fast they are found, and when a
 * live view shows them; the same lines go to ClickHouse where the machine has it, which is asked the same. Load and
 * server share the machine. {@code -Dstardust.bench.logs-gb} says how much (10). Bounds: 60 MB/s of raw text, 20 % on
 * disk; a rare word's newest 100 in 100 ms, field and hour 20 ms, a phrase 100 ms, a histogram of all 500 ms, all at
 * the median; live p99 200 ms; 384 MB while it takes 60 MB/s.
 */
final class Logs implements Load {
    private static final int SENDERS = 2;
    private static final int BATCH_BYTES = 256 << 10;
    private static final int UNCOUNTED = 30; // asks, before what just started has compiled its ways
    private static final int ASKED = 15;
    private static final int LIVE = 200;
    private static final long START_MS = 3_600_000L * 20; // before now, where the lines begin
    private static final double SPAN_MS = 3_600_000 * 12;
    private static final double MB = 1e6;

    @Override
    public boolean onlyByName() {
        return true;
    }

    /** One question, as our API and ClickHouse are asked it. */
    private record Question(String name, String ours, String theirs, double bound) {}

    @Override
    public Result run(Path launcher) throws Exception {
        double gb = Double.parseDouble(System.getProperty("stardust.bench.logs-gb", "10"));
        boolean held = true;
        long start = System.currentTimeMillis() - START_MS;
        var lines = new StringBuilder();
        try (var stack = new Stack(launcher)) {
            Path password = Files.writeString(stack.folder().resolve("password"), "bench-password");
            stack.startServer(
                            "--admin-password-file", password.toString(),
                            "--logs.max-bytes", Long.toString(1L << 40),
                            "--logs.app-bytes-an-hour", Long.toString(1L << 40))
                    .signIn();
            List<App> apps = apps(stack);
            var taken = take(stack, apps, (long) (gb * 1e9), start);
            double rss = Figures.residentMb(stack.serverPid());
            double share = 100.0 * size(stack.folder().resolve("server/telemetry")) / taken.bytes;
            held &= taken.rate() >= 60 && share <= 20 && rss <= 384;
            say(
                    lines,
                    String.format(
                            Locale.ROOT,
                            "taken %.1f MB/s (bound 60), %,d lines of %.0f bytes",
                            taken.rate(),
                            taken.lines,
                            (double) taken.bytes / taken.lines));
            say(
                    lines,
                    String.format(
                            Locale.ROOT, "disk %.1f %% (bound 20), server %.0f MB after it (bound 384)", share, rss));
            List<Question> questions = questions(apps, start, taken);
            Map<String, Double> ours = new LinkedHashMap<>();
            for (Question question : questions) {
                List<Double> times = ask(stack, question.ours());
                ours.put(question.name(), Figures.median(times));
                held &= Figures.median(times) <= question.bound();
                say(
                        lines,
                        String.format(
                                Locale.ROOT,
                                "%s %s ms (bound %.0f)",
                                question.name(),
                                Figures.spread(times),
                                question.bound()));
            }
            List<Double> live = live(stack, apps.getFirst());
            held &= Figures.quantile(live, 0.99) <= 200;
            say(
                    lines,
                    String.format(
                            Locale.ROOT,
                            "live %.1f ms at the median, p99 %.1f (bound 200)",
                            Figures.median(live),
                            Figures.quantile(live, 0.99)));
            if (LogPeer.isThere()) held &= peer(stack, gb, start, questions, ours, share, lines);
            else say(lines, "ClickHouse is not on this machine (apt-get install clickhouse-server)");
        }
        return new Result(held, lines.toString().strip().replace("\n", "; "));
    }

    private static void say(StringBuilder lines, String line) {
        System.out.println(line);
        lines.append(line).append('\n');
    }

    private record App(long id, String token) {}

    private static List<App> apps(Stack stack) throws Exception {
        List<App> apps = new ArrayList<>();
        for (int i = 0; i < LogLines.APPS; i++) {
            long id =
                    stack.post("/apps", NewApp.named("logs" + i), AppView.class).id();
            String token = stack.post(
                            "/apps/" + id + "/keys", new NewAppKey("bench", null, null, true), MadeAppKey.class)
                    .secret();
            apps.add(new App(id, token));
        }
        return apps;
    }

    /** What was sent. */
    private record Sent(long bytes, long lines, double seconds, long lastMs) {
        double rate() {
            return bytes / MB / seconds;
        }
    }

    private static Sent take(Stack stack, List<App> apps, long bytes, long start) throws Exception {
        long begun = System.nanoTime();
        List<Future<Sent>> parts = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(SENDERS)) {
            for (int i = 0; i < SENDERS; i++) {
                long seed = i;
                parts.add(threads.submit(() -> send(stack, apps, bytes / SENDERS, seed, start)));
            }
            long all = 0;
            long lines = 0;
            long last = 0;
            for (Future<Sent> part : parts) {
                all += part.get().bytes;
                lines += part.get().lines;
                last = Math.max(last, part.get().lastMs);
            }
            return new Sent(all, lines, (System.nanoTime() - begun) / 1e9, last);
        }
    }

    private static Sent send(Stack stack, List<App> apps, long bytes, long seed, long start) throws Exception {
        var source = lines(seed, start, bytes);
        OtlpBody[] bodies = new OtlpBody[apps.size()];
        for (int i = 0; i < bodies.length; i++) bodies[i] = new OtlpBody();
        long sent = 0;
        long lines = 0;
        try (var line = new WireClient(stack.uri(""))) {
            while (sent < bytes) {
                source.next();
                OtlpBody body = bodies[source.app];
                body.add(source.timeMs * 1_000_000, source.level, source.text(), source.length());
                sent += source.length() + 1;
                lines++;
                if (body.size() >= BATCH_BYTES) post(line, apps.get(source.app), body.take());
            }
            for (int i = 0; i < bodies.length; i++) {
                if (bodies[i].records() > 0) post(line, apps.get(i), bodies[i].take());
            }
        }
        return new Sent(sent, lines, 0, source.timeMs);
    }

    /** A server that cannot take it now is asked again, as exporters do. */
    private static void post(WireClient line, App app, byte[] body) throws Exception {
        String head = "POST /v1/logs HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-protobuf\r\n"
                + "Authorization: Bearer " + app.token + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        while (true) {
            int status = line.status(head.getBytes(StandardCharsets.US_ASCII), body);
            if (status == 200) return;
            if (status != 503 && status != 429) throw new IOException("/v1/logs: " + status);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** They fill about half a day, however many they are. */
    private static LogLines lines(long seed, long start, long bytes) {
        return new LogLines(seed, start, SPAN_MS * LogLines.MEAN / bytes);
    }

    private static List<Question> questions(List<App> apps, long start, Sent taken) {
        long end = taken.lastMs + 1;
        String all = "from=" + start + "&to=" + end;
        long hour = Math.min(3_600_000, (end - start) / 4);
        long middle = start + (end - start) / 2;
        String phrase = "\"" + LogLines.PHRASE + "\"";
        String within = "ts >= toDateTime(%d) AND ts < toDateTime(%d)".formatted(middle / 1000, (middle + hour) / 1000);
        return List.of(
                new Question(
                        "rare word",
                        "/logs?limit=100&q=" + LogLines.RARE + "&" + all,
                        "SELECT ts,level,msg FROM logs WHERE position(msg,'" + LogLines.RARE
                                + "')>0 ORDER BY ts DESC LIMIT 100",
                        100),
                new Question(
                        "phrase",
                        "/logs?limit=100&q=" + URLEncoder.encode(phrase, StandardCharsets.UTF_8) + "&" + all,
                        "SELECT ts,level,msg FROM logs WHERE position(msg,'" + LogLines.PHRASE
                                + "')>0 ORDER BY ts DESC LIMIT 100",
                        100),
                new Question(
                        "app, ERROR, hour",
                        "/logs?limit=100&app=" + apps.get(3).id + "&q=level:error&from=" + middle + "&to="
                                + (middle + hour),
                        "SELECT ts,level,msg FROM logs WHERE app=3 AND level='ERROR' AND " + within
                                + " ORDER BY ts DESC LIMIT 100",
                        20),
                new Question(
                        "histogram of all",
                        "/logs/histogram?buckets=60&" + all,
                        "SELECT intDiv(toUInt32(ts),60) AS m, level, count() FROM logs GROUP BY m, level",
                        500));
    }

    private static List<Double> ask(Stack stack, String path) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = -UNCOUNTED; i < ASKED; i++) {
            long begun = System.nanoTime();
            if (path.startsWith("/logs/histogram")) {
                LogHistogram found = stack.get(path, LogHistogram.class);
                if (!found.complete()) throw new IllegalStateException("not complete: " + path);
            } else {
                LogPage found = stack.get(path, LogPage.class);
                if (found.items().isEmpty()) throw new IllegalStateException("nothing found: " + path);
            }
            if (i >= 0) times.add((System.nanoTime() - begun) / 1e6);
        }
        return times;
    }

    /** From the post of a line until a live view shows it. */
    private static List<Double> live(Stack stack, App app) throws Exception {
        List<Double> times = new ArrayList<>();
        var request = HttpRequest.newBuilder(stack.uri("/api/v1/logs/live?q=livemark"))
                .header("Authorization", "Bearer " + stack.token())
                .build();
        try (HttpClient http = HttpClient.newHttpClient();
                var line = new WireClient(stack.uri(""))) {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < LIVE; i++) {
                    var body = new OtlpBody();
                    String mark = "n" + i + "n";
                    byte[] text = ("livemark " + mark).getBytes(StandardCharsets.US_ASCII);
                    body.add(System.currentTimeMillis() * 1_000_000, "INFO", text, text.length);
                    long posted = System.nanoTime();
                    post(line, app, body.take());
                    times.add(heard(lines, mark, posted));
                    TimeUnit.MILLISECONDS.sleep(20); // each by itself
                }
            }
        }
        return times;
    }

    private static double heard(BufferedReader lines, String mark, long posted) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(mark)) line = lines.readLine();
        if (line == null) throw new IOException("the live view ended");
        return (System.nanoTime() - posted) / 1e6;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** The same lines in ClickHouse, which is asked the same; true when we are ahead in all. */
    private static boolean peer(
            Stack stack,
            double gb,
            long start,
            List<Question> questions,
            Map<String, Double> ours,
            double share,
            StringBuilder lines)
            throws Exception {
        boolean ahead = true;
        try (LogPeer peer = LogPeer.start(Files.createDirectories(stack.folder().resolve("clickhouse")))) {
            long begun = System.nanoTime();
            long bytes = 0;
            for (long seed = 0; seed < SENDERS; seed++) bytes += fill(peer, (long) (gb * 1e9) / SENDERS, seed, start);
            double rate = bytes / MB / ((System.nanoTime() - begun) / 1e9);
            double theirShare = 100.0 * peer.diskBytes() / bytes;
            ahead &= share < theirShare;
            say(
                    lines,
                    String.format(
                            Locale.ROOT,
                            "ClickHouse: taken %.1f MB/s, disk %.1f %%, ratio %.2f",
                            rate,
                            theirShare,
                            share / theirShare));
            for (Question question : questions) {
                List<Double> times = new ArrayList<>();
                for (int i = -1; i < ASKED; i++) {
                    long asked = System.nanoTime();
                    peer.ask(question.theirs());
                    if (i >= 0) times.add((System.nanoTime() - asked) / 1e6);
                }
                double ratio = ours.getOrDefault(question.name(), 0.0) / Figures.median(times);
                ahead &= ratio < 1;
                say(
                        lines,
                        String.format(
                                Locale.ROOT,
                                "ClickHouse: %s %s ms, ratio %.2f",
                                question.name(),
                                Figures.spread(times),
                                ratio));
            }
        }
        return ahead;
    }

    private static long fill(LogPeer peer, long bytes, long seed, long start) throws Exception {
        var source = lines(seed, start, bytes);
        var rows = new ByteArrayOutputStream(2 << 20);
        long sent = 0;
        while (sent < bytes) {
            source.next();
            String head = source.timeMs / 1000 + "\t" + source.app + "\t" + source.level + "\t";
            rows.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            rows.write(source.text(), 0, source.length());
            rows.write('\n');
            sent += source.length() + 1;
            if (rows.size() >= 1 << 20) {
                peer.insert(rows.toByteArray());
                rows.reset();
            }
        }
        if (rows.size() > 0) peer.insert(rows.toByteArray());
        return sent;
    }
}
