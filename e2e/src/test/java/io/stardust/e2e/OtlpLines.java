package io.stardust.e2e;

import io.stardust.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An app whose lines are sent as OTLP/JSON, without the patience of an exporter. Thread-safe. */
final class OtlpLines {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final World world;
    private final URI address;
    private final String app;
    private final String key;

    /** Makes the app. */
    OtlpLines(World world, String app) throws IOException {
        this.world = world;
        this.address = world.server().address().resolve("/v1/logs");
        this.app = app;
        this.key = key(world, app);
    }

    /** Makes an app with a key that can send logs and nothing else. */
    static String key(World world, String app) throws IOException {
        long id = world.api().post("/apps", Map.of("name", app, "projectId", 1)).number("id");
        String key = world.api()
                .post("/apps/" + id + "/keys", Map.of("name", "export", "ingest", true))
                .text("secret");
        world.secrets().add(key.substring(key.indexOf('.') + 1));
        return key;
    }

    /** One request with these lines; sent again it is the same one. */
    static byte[] batch(List<String> lines) {
        long now = System.currentTimeMillis() * 1_000_000;
        List<Map<String, Object>> records = new ArrayList<>();
        for (String line : lines) {
            String time = Long.toString(now + records.size());
            records.add(Map.of("timeUnixNano", time, "severityNumber", 9, "body", Map.of("stringValue", line)));
        }
        return Json.PEOPLE.bytes(Map.of(
                "resourceLogs", List.of(Map.of("scopeLogs", List.of(Map.of("logRecords", records))))));
    }

    /** Sends a {@link #batch} and returns the answer, good or bad. */
    HttpResponse<String> post(byte[] batch) throws IOException {
        var request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofByteArray(batch))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Messages that are found, at most a million. */
    List<String> found(String q) throws IOException {
        String query = "app=" + app + "&format=json&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
        HttpResponse<String> file = Http.get(
                world.server().port(),
                "/api/v1/logs/file?" + query,
                "Authorization",
                "Bearer " + world.api().token());
        if (file.statusCode() != 200) throw new IOException("found: " + file.statusCode() + " " + file.body());
        return file.body()
                .lines()
                .map(line -> Doc.of(line.getBytes(StandardCharsets.UTF_8)).text("message"))
                .toList();
    }
}
