package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.pack.SigningKey;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A project with one of everything, each with the same word in its name. */
final class Seeded {
    static final String PASSWORD = "correct horse 7";

    private final ServerUnderTest server;
    private final String word;
    private final Map<String, Long> ids = new HashMap<>();

    private Seeded(ServerUnderTest server, String word) {
        this.server = server;
        this.word = word;
    }

    static Seeded project(ServerUnderTest server, String word) throws Exception {
        var seeded = new Seeded(server, word);
        seeded.seed();
        return seeded;
    }

    /** The id of the one thing of that kind. */
    long id(String kind) {
        return Objects.requireNonNull(ids.get(kind), () -> "no " + kind + " was seeded");
    }

    private void seed() throws Exception {
        make("project", "/projects", Map.of("name", word + "-project"));
        long project = id("project");
        ids.put("agent release", 1L); // belongs to no project
        ids.put("setting", 1L); // nor does this
        person();
        TestNode node = TestNode.enrolled(server, word + "-node", project, "4.0.0");
        node.ping();
        ids.put("node", node.id());
        server.api("PATCH", "/nodes/" + id("node"), Map.of("labels", Map.of(word, word)));
        server.link(
                "/Node/PostEvents",
                List.of(Map.of("Time", 1_000, "Type", "info", "Name", word, "Remark", word)),
                node.token);
        server.link(
                "/Deploy/Upload", List.of(Map.of("Name", word, "FileName", word + ".sh", "Enable", true)), node.token);
        make(
                "nodeRule",
                "/node-rules",
                Map.of("projectId", project, "pattern", "198.51.100.*", "name", word + "-{ip}"));
        make("configRule", "/config/rules", Map.of("projectId", project, "ip", List.of("198.51.100.*"), "scope", word));
        Map<String, Object> policy = Map.of("shell", true, "commands", List.of("ask", word + "/*"));
        Map<String, Object> settings = Map.of("newServer", "http://" + word + ".example:6600", "syncSeconds", 60);
        for (String of : List.of("/projects/" + project, "/nodes/" + id("node"))) {
            server.api("PUT", of + "/command-policy", policy);
            server.api("PUT", of + "/agent-settings", settings);
        }
        make("command", "/nodes/" + id("node") + "/commands", Map.of("command", "ask", "argument", word));
        make("app", "/apps", Map.of("name", word + "-app", "projectId", project));
        Reply key = server.api("POST", "/apps/" + id("app") + "/keys", Map.of("name", word));
        ids.put("appKey", key.number("key.id"));
        logs(word + "-app." + key.text("secret"));
        config();
        server.api("POST", "/apps", Map.of("name", word + "-caller")); // of the default project
        make("grant", "/grants", Map.of("consumerApp", word + "-caller", "providerApp", word + "-app", "note", word));
        server.link(
                "/App/Login",
                Map.of("AppId", word + "-app", "Secret", key.text("secret"), "ClientId", word + "@1"),
                null);
        make(
                "deployment",
                "/deployments",
                Map.of("name", word + "-deploy", "projectId", project, "appId", id("app"), "mode", "task"));
        ids.put("release", upload());
        make(
                "placement",
                "/nodes/" + id("node") + "/local-services/adopt",
                Map.of("service", word, "deploymentId", id("deployment")));
        make("rollout", "/rollouts", Map.of("deploymentId", id("deployment")));
        report(node);
        offer(node);
        make("signing-key", "/projects/" + project + "/signing-keys", Map.of("name", word, "publicKey", publicKey()));
        make("token", "/tokens", Map.of("kind", "api", "name", word, "project", project, "role", "viewer"));
        ids.put("change", server.api("GET", "/changes?project=" + project, null).number("items.0.id"));
    }

    /** That of somebody. */
    static String publicKey() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return SigningKey.of(pair.getPublic().getEncoded()).text();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Some records that have something in common. */
    private void logs(String token) {
        List<Map<String, Object>> records = IntStream.range(0, 5)
                .mapToObj(i -> Map.<String, Object>of(
                        "body", Map.of("stringValue", word + " happened " + i),
                        "attributes", List.of(Map.of("key", word, "value", Map.of("stringValue", word)))))
                .toList();
        Map<String, Object> logs = Map.of(
                "resource",
                Map.of("attributes", List.of(Map.of("key", "host.name", "value", Map.of("stringValue", word)))),
                "scopeLogs",
                List.of(Map.of("logRecords", records)));
        Reply sent = server.link("/v1/logs", Map.of("resourceLogs", List.of(logs)), token);
        assertThat(sent.status()).as("%s", sent.body()).isEqualTo(200);
    }

    /** Live, gray, drafted, and given to all apps of the project. */
    private void config() {
        String config = "/apps/" + id("app") + "/config";
        Map<String, String> item = Map.of("key", word + "-key", "value", word + "-value");
        server.api("POST", config + "/draft", Map.of("edits", List.of(item)));
        server.api("POST", config + "/releases", Map.of("message", word));
        List<Map<String, String>> edits = List.of(Map.of("key", word, "value", word));
        server.api("POST", config + "/draft", Map.of("edits", edits));
        server.api("POST", config + "/gray", Map.of("percent", 1, "message", word));
        server.api("POST", config + "/draft", Map.of("edits", edits));
        server.api("PUT", config + "/constraints", Map.of("key", word + "-key", "pattern", word + ".*"));
        server.api("POST", "/apps", Map.of("name", word + "-base", "projectId", id("project")));
        server.api("PATCH", config, Map.of("share", "project", "global", true, "quotes", List.of(word + "-base")));
    }

    private void make(String kind, String path, Map<String, ?> body) {
        Reply made = server.api("POST", path, body);
        assertThat(made.status()).as("%s", made.body()).isBetween(200, 202);
        ids.put(kind, made.number("id"));
    }

    private void person() {
        Reply made = server.api("POST", "/users", Map.of("name", word + "-user", "password", PASSWORD));
        ids.put("user", made.number("user.id"));
        server.api("PUT", "/projects/" + id("project") + "/members/" + id("user"), Map.of("role", "admin"));
        signIn();
        ids.put(
                "session",
                server.api("GET", "/users/" + id("user") + "/sessions", null).number("items.0.id"));
    }

    /** A new session of the project's member, who is its admin. */
    String signIn() {
        return server.api("POST", "/sessions", Map.of("name", word + "-user", "password", PASSWORD), null)
                .text("token");
    }

    /** The task runs, the rollout fails, and both say so with the word. */
    private void report(TestNode node) {
        Map<String, Object> step = Map.of(
                "PlacementId", id("placement"),
                "RolloutId", id("rollout"),
                "ReleaseId", id("release"),
                "Step", "failed",
                "Time", server.clock.millis(),
                "Detail", word);
        Map<String, Object> state = Map.of(
                "Id",
                id("placement"),
                "State",
                "done",
                "ReleaseId",
                id("release"),
                "ExitCode",
                1,
                "Revision",
                99,
                "Reason",
                word,
                "Time",
                server.clock.millis());
        server.link(
                "/Deploy/Report",
                Map.of("Steps", List.of(step), "Placements", List.of(state), "Revision", 99),
                node.token);
    }

    /** The process offers a service, by its agent. */
    private void offer(TestNode node) {
        server.link(
                "/Deploy/Offer",
                Map.of(
                        "PlacementId",
                        id("placement"),
                        "Run",
                        word,
                        "IP",
                        "10.0.0.9",
                        "Services",
                        List.of(Map.of("Name", word + "-service", "Port", 8080))),
                node.token);
        ids.put(
                "service",
                server.api("GET", "/services?project=" + id("project"), null).number("items.0.id"));
        ids.put(
                "provider",
                server.api("GET", "/services/" + id("service") + "/providers", null)
                        .number("items.0.id"));
    }

    private long upload() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/deployments/"
                            + id("deployment") + "/releases?version=" + word))
                    .header("Authorization", "Bearer " + server.admin)
                    .POST(BodyPublishers.ofByteArray(zip()))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
        return server.api("GET", "/deployments/" + id("deployment") + "/releases", null)
                .number("items.0.id");
    }

    private byte[] zip() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(word + ".sh"));
            zip.write(word.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
