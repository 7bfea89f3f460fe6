package io.stardust.server.logs;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An app whose exporter of OpenTelemetry is reduced to its calls. */
public final class TestLogs {
    public final String app;
    public final long id;
    public final String token;
    private final ServerUnderTest server;

    public TestLogs(ServerUnderTest server, String app, long project) {
        this.server = server;
        this.app = app;
        this.id = server.api("POST", "/apps", Map.of("name", app, "projectId", project))
                .number("id");
        this.token = server.api("POST", "/apps/" + id + "/keys", Map.of("name", "export", "ingest", true))
                .text("secret");
    }

    /** A record as OTLP/JSON has it, at the server's time and {@code later} ms. */
    Map<String, Object> line(String level, String message, long later) {
        long ns = (server.clock.millis() + later) * 1_000_000;
        return Map.of("timeUnixNano", Long.toString(ns), "severityText", level, "body", Map.of("stringValue", message));
    }

    Reply send(List<Map<String, Object>> records) {
        return send(Map.of(), records);
    }

    /** @param resource its attributes */
    Reply send(Map<String, String> resource, List<Map<String, Object>> records) {
        List<Map<String, Object>> attributes = new ArrayList<>();
        resource.forEach((name, value) -> attributes.add(Map.of("key", name, "value", Map.of("stringValue", value))));
        Map<String, Object> logs = Map.of(
                "resource",
                Map.of("attributes", attributes),
                "scopeLogs",
                List.of(Map.of("scope", Map.of("name", "shop.Cart"), "logRecords", records)));
        return server.link("/v1/logs", Map.of("resourceLogs", List.of(logs)), token);
    }

    /** Sends one line after the other, a millisecond between. */
    public void say(String level, String... messages) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (String message : messages) records.add(line(level, message, records.size()));
        Reply reply = send(records);
        if (reply.status() != 200) throw new AssertionError(reply);
    }

    /** What is found of all times, the newest first. */
    public static List<String> messages(Reply page) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; page.at("items." + i) != null; i++) messages.add(page.text("items." + i + ".message"));
        return messages;
    }

    public Reply search(@Nullable String q) {
        return search(server, server.admin, "app=" + app + (q == null ? "" : "&q=" + encoded(q)));
    }

    /** Within an hour around now, unless {@code query} says otherwise. */
    static Reply search(ServerUnderTest server, String token, String query) {
        return server.api("GET", "/logs?" + query + "&" + around(server), null, token);
    }

    static String around(ServerUnderTest server) {
        long now = server.clock.millis();
        return "from=" + (now - 1_800_000) + "&to=" + (now + 1_800_000);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
