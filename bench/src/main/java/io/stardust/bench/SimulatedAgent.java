package io.stardust.bench;

import io.stardust.protocol.Build;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An agent as the server sees it: it enrols, holds its push socket, pulls what it should run when it is nudged, reports
 * every step and state, and answers the command. It installs nothing; a new release is "ready" after {@code probe}.
 * Thread-safe.
 */
final class SimulatedAgent implements WebSocket.Listener {
    private static final String VERSION = Build.read().version();

    private final HttpClient http;
    private final ExecutorService hands;
    private final URI server;
    private final int number;
    private final Duration probe;
    private final Map<Long, Long> runs = new HashMap<>(); // release by placement
    private final StringBuilder frame = new StringBuilder();
    private final AtomicLong heardAt = new AtomicLong();
    private final AtomicLong answeredAt = new AtomicLong();
    private String token = "";
    private long revision;
    private @Nullable WebSocket socket;

    /** @param probe how long an app of it takes until its readiness probe says yes */
    SimulatedAgent(HttpClient http, ExecutorService hands, URI server, int number, Duration probe) {
        this.http = http;
        this.hands = hands;
        this.server = server;
        this.number = number;
        this.probe = probe;
    }

    /** Enrols and opens the push socket. */
    void arrive(String enrolToken) throws Exception {
        String hardware = "bench-%05d".formatted(number);
        Map<String, Object> node = Map.of(
                "Version",
                VERSION,
                "OSName",
                "Debian GNU/Linux 12",
                "Architecture",
                "X64",
                "MachineName",
                hardware,
                "UUID",
                hardware,
                "MachineGuid",
                hardware,
                "SerialNumber",
                hardware,
                "DiskID",
                hardware,
                "Macs",
                "02-00-00-%02X-%02X-%02X".formatted(number >> 16, number >> 8 & 255, number & 255),
                "AvailableFreeSpace",
                50L << 30);
        Map<String, Object> login = new HashMap<>(Map.of(
                "ProductCode",
                "StardustAgent",
                "ClientId",
                "10.0.0.1@" + number,
                "EnrolToken",
                enrolToken,
                "Node",
                node));
        token = String.valueOf(call("/Node/Login", login).get("Token"));
        call("/Node/Ping", Map.of("AvailableFreeSpace", 50L << 30, "Time", System.currentTimeMillis()));
        URI notify = URI.create("ws" + server.toString().substring(4) + "/Node/Notify");
        socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(notify, this)
                .get(30, TimeUnit.SECONDS);
    }

    /** When a command last came, by {@code System.nanoTime}; 0 = never since {@link #forget}. */
    long heardAt() {
        return heardAt.get();
    }

    /** When the server had taken the answer to it; 0 = not yet. */
    long answeredAt() {
        return answeredAt.get();
    }

    void forget() {
        heardAt.set(0);
        answeredAt.set(0);
    }

    void leave() {
        if (socket != null) socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            String text = frame.toString();
            frame.setLength(0);
            if (text.startsWith("{")) hands.execute(() -> obey(text));
        }
        from.request(1);
        return null;
    }

    private synchronized void obey(String text) {
        heardAt.compareAndSet(0, System.nanoTime());
        try {
            long id = number(map(Json.WIRE.readAny(text.getBytes(StandardCharsets.UTF_8))), "Id");
            List<DeployInfo> wanted = wanted();
            call("/Node/CommandReply", Map.of("Id", id, "Status", 2, "Data", "ok"));
            answeredAt.compareAndSet(0, System.nanoTime());
            bring(wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            System.err.println("agent " + number + ": " + e);
        }
    }

    private void bring(List<DeployInfo> wanted) throws Exception {
        List<DeployInfo> news = new ArrayList<>();
        for (DeployInfo deploy : wanted) {
            revision = Math.max(revision, deploy.revision());
            boolean same = Objects.equals(runs.put(deploy.id(), deploy.releaseId()), deploy.releaseId());
            if (!same && deploy.releaseId() != 0) news.add(deploy);
        }
        if (news.isEmpty()) return;
        report(news, "starting", List.of("pulled", "downloaded", "verified", "stopped", "unpacked", "started"));
        TimeUnit.NANOSECONDS.sleep(probe.toNanos());
        report(news, "running", List.of("ready"));
    }

    private void report(List<DeployInfo> news, String state, List<String> steps) throws Exception {
        long now = System.currentTimeMillis();
        List<Map<String, Object>> placements = new ArrayList<>();
        List<Map<String, Object>> done = new ArrayList<>();
        for (DeployInfo deploy : news) {
            placements.add(Map.of(
                    "Id",
                    deploy.id(),
                    "State",
                    state,
                    "ReleaseId",
                    deploy.releaseId(),
                    "Version",
                    String.valueOf(deploy.version()),
                    "Revision",
                    deploy.revision(),
                    "Pid",
                    number,
                    "StartTime",
                    now,
                    "Time",
                    now));
            for (String step : steps) {
                done.add(Map.of(
                        "PlacementId",
                        deploy.id(),
                        "RolloutId",
                        deploy.rolloutId(),
                        "ReleaseId",
                        deploy.releaseId(),
                        "Step",
                        step,
                        "Time",
                        now,
                        "Duration",
                        1));
            }
        }
        call("/Deploy/Report", Map.of("Placements", placements, "Steps", done, "Revision", revision));
    }

    private List<DeployInfo> wanted() throws Exception {
        Object data = ask(HttpRequest.newBuilder(uri("/Deploy/GetAll?desired=true")));
        byte[] list = Json.WIRE.bytes(Objects.requireNonNull(data));
        return Json.WIRE.readList(list, DeployInfo.class);
    }

    private Map<String, Object> call(String path, Map<String, ?> body) throws Exception {
        Object data = ask(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.WIRE.bytes(body))));
        return data instanceof Map ? map(data) : Map.of();
    }

    private URI uri(String path) {
        return URI.create(server + path);
    }

    private @Nullable Object ask(HttpRequest.Builder request) throws Exception {
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        HttpResponse<byte[]> answer =
                http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
        Map<String, Object> envelope = map(Json.WIRE.readAny(answer.body()));
        if (answer.statusCode() != 200 || number(envelope, "code") != 0) {
            throw new IOException(answer.uri().getPath() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return envelope.get("data");
    }

    private static long number(Map<String, Object> json, String name) {
        if (json.get(name) instanceof Number number) return number.longValue();
        throw new IllegalStateException(name + " is missing in " + json.keySet());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object json) {
        return (Map<String, Object>) Objects.requireNonNull(json);
    }
}
