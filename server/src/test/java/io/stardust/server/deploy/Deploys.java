package io.stardust.server.deploy;

import io.stardust.protocol.Json;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** What people and agents do about deployments, in words, against a real server. */
public final class Deploys {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServerUnderTest server;

    public Deploys(ServerUnderTest server) {
        this.server = server;
    }

    /** A zip with one file of that text. */
    public static byte[] zip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            var entry = new ZipEntry("run.sh");
            entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0)); // the same bytes at any time
            zip.putNextEntry(entry);
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public long deployment(String name) {
        return server.api("POST", "/deployments", Map.of("name", name)).number("id");
    }

    public long release(long deployment, String version) {
        return upload(deployment, "version=" + version, BodyPublishers.ofByteArray(zip(version)))
                .number("id");
    }

    public Reply upload(long deployment, String query, BodyPublisher body) {
        return send(
                "POST",
                "/api/v1/deployments/" + deployment + "/releases?" + query,
                body,
                Map.of("Authorization", "Bearer " + server.admin));
    }

    public long placement(long deployment, TestNode node) {
        return server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
    }

    public Reply publish(long deployment, long release) {
        server.clock.advance(Duration.ofSeconds(1));
        return publish(deployment, Map.of("releaseId", release, "batch", "100%"));
    }

    /** Publishes in a way of one's own. */
    public Reply publish(long deployment, Map<String, ?> how) {
        server.clock.advance(Duration.ofSeconds(1));
        Map<String, Object> body = new LinkedHashMap<>(how);
        body.put("deploymentId", deployment);
        return server.api("POST", "/rollouts", body);
    }

    public Reply rollBack(long deployment, Map<String, ?> how) {
        server.clock.advance(Duration.ofSeconds(1));
        return server.api("POST", "/deployments/" + deployment + "/rollback", how);
    }

    /** Waits until the server has noticed that it has not heard of a node for long. */
    public void awaitAway(TestNode node) {
        String path = "/nodes/" + node.id();
        ServerUnderTest.await(
                () -> !server.api("GET", path, null).text("node.status").equals("online"));
    }

    public Reply rollout(long id) {
        return server.api("GET", "/rollouts/" + id + "?steps=true", null);
    }

    /** The states of the placements of a rollout, by their ids. */
    public String states(long rollout) {
        return parts(rollout).values().stream()
                .map(part -> String.valueOf(part.get("state")))
                .collect(Collectors.joining(" "));
    }

    /** The placements of a rollout, by their ids. */
    public SortedMap<Long, Map<?, ?>> parts(long rollout) {
        SortedMap<Long, Map<?, ?>> parts = new TreeMap<>();
        for (Object part : (List<?>) Objects.requireNonNull(rollout(rollout).at("placements"))) {
            Map<?, ?> one = (Map<?, ?>) part;
            parts.put(((Number) Objects.requireNonNull(one.get("placementId"))).longValue(), one);
        }
        return parts;
    }

    public Reply placed(long id) {
        return server.api("GET", "/placements/" + id, null);
    }

    /** What one of our agents is told, everything. */
    public Reply wanted(TestNode node) {
        return server.link("/Deploy/GetAll?desired=true", null, node.token);
    }

    /** Says that the agent has brought its first placement to what is wanted. */
    public Reply converge(TestNode node) {
        Reply wanted = wanted(node);
        return report(
                node,
                List.of(step(wanted, "pulled", null), step(wanted, "ready", null)),
                List.of(state(wanted, "running", wanted.number("data.0.ReleaseId"), null)));
    }

    public Map<String, Object> step(Reply wanted, String step, @Nullable String detail) {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("PlacementId", wanted.number("data.0.Id"));
        made.put("RolloutId", wanted.number("data.0.RolloutId"));
        made.put("ReleaseId", wanted.number("data.0.ReleaseId"));
        made.put("Step", step);
        made.put("Time", server.clock.millis());
        made.put("Duration", 12);
        made.put("Detail", detail);
        return made;
    }

    public Map<String, Object> state(Reply wanted, String state, long release, @Nullable String reason) {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("Id", wanted.number("data.0.Id"));
        made.put("State", state);
        made.put("ReleaseId", release);
        made.put("Version", "v" + release);
        made.put("Revision", wanted.number("data.0.Revision"));
        made.put("Pid", 4711);
        made.put("StartTime", server.clock.millis());
        made.put("Reason", reason);
        made.put("Time", server.clock.millis());
        return made;
    }

    public Reply report(TestNode node, List<Map<String, Object>> steps, List<Map<String, Object>> states) {
        return server.link("/Deploy/Report", Map.of("Steps", steps, "Placements", states, "Revision", 1), node.token);
    }

    /** Fetches a package as the node does. */
    public HttpResponse<byte[]> file(String path, @Nullable String token, Map<String, String> headers) {
        var all = new LinkedHashMap<>(headers);
        if (token != null) all.put("Authorization", "Bearer " + token);
        return raw("GET", path, BodyPublishers.noBody(), all);
    }

    /** Posts to the machine face what is not answered by an envelope. */
    public HttpResponse<byte[]> link(String path, byte[] body, @Nullable String token) {
        Map<String, String> headers = token == null ? Map.of() : Map.of("Authorization", "Bearer " + token);
        return raw("POST", path, BodyPublishers.ofByteArray(body), headers);
    }

    public Reply send(String method, String path, BodyPublisher body, Map<String, String> headers) {
        HttpResponse<byte[]> response = raw(method, path, body, headers);
        @Nullable Object read = response.body().length == 0 ? null : Json.PEOPLE.readAny(response.body());
        return new Reply(response.statusCode(), read, response.headers().map());
    }

    private HttpResponse<byte[]> raw(String method, String path, BodyPublisher body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
