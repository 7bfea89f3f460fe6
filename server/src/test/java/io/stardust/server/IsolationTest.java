package io.stardust.server;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ApiDocument.Operation;
import io.stardust.server.live.TestStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What belongs to a project is seen by its members alone. Goes through every operation of openapi.yaml: a route, a
 * parameter or a field of an id that is new and not known here fails, so that none can be added without the filter.
 */
class IsolationTest {
    /** In the name of everything of the other project, and nowhere else. */
    private static final String HIDDEN = "zq7b";

    private static final long NOBODYS = 987_654_321L;

    /** Whose id a variable of a path is, by what stands before it. */
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("/me/sessions/{id}", "session"),
            Map.entry("/users/{id}", "user"),
            Map.entry("/projects/{id}", "project"),
            Map.entry("/projects/{id}/members/{userId}", "user"),
            Map.entry("/signing-keys/{id}", "signing-key"),
            Map.entry("/tokens/{id}", "token"),
            Map.entry("/nodes/{id}", "node"),
            Map.entry("/node-rules/{id}", "nodeRule"),
            Map.entry("/config/rules/{id}", "configRule"),
            Map.entry("/commands/{id}", "command"),
            Map.entry("/apps/{id}", "app"),
            Map.entry("/apps/{id}/keys/{key}", "appKey"),
            Map.entry("/grants/{id}", "grant"),
            Map.entry("/services/{id}", "service"),
            Map.entry("/services/{id}/providers/{providerId}", "provider"),
            Map.entry("/deployments/{id}", "deployment"),
            Map.entry("/releases/{id}", "release"),
            Map.entry("/placements/{id}", "placement"),
            Map.entry("/rollouts/{id}", "rollout"),
            Map.entry("/agent-releases/{id}", "agent release"),
            Map.entry("/changes/{id}", "change"),
            Map.entry("/settings/{key}", "setting"));

    /** Whose id a query parameter or a field of a body is. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("project", "project"),
            Map.entry("projectId", "project"),
            Map.entry("node", "node"),
            Map.entry("nodeId", "node"),
            Map.entry("nodeIds", "node"),
            Map.entry("ids", "node"),
            Map.entry("id", "node"), // of what is dismissed
            Map.entry("replaces", "node"),
            Map.entry("deployment", "deployment"),
            Map.entry("deploymentId", "deployment"),
            Map.entry("releaseId", "release"),
            Map.entry("against", "release"),
            Map.entry("reverts", "rollout"),
            Map.entry("app", "app"),
            Map.entry("appId", "app"));

    /** Numbers that are no ids. */
    private static final Set<String> NUMBERS = Set.of(
            "batch",
            "cursor",
            "limit",
            "lines",
            "number",
            "from",
            "to",
            "expiresInDays",
            "startAt",
            "at",
            "percent",
            "expireAt",
            "wait",
            "timeout",
            "buckets",
            "newSince",
            "before",
            "behind");

    /** Answers in which nothing of a project is to be found. */
    private static final Set<String> OF_NO_PROJECT = Set.of(
            "/openapi.yaml",
            "/setup",
            "/me/sessions",
            "/limits",
            "/settings",
            "/settings/{key}",
            "/oidc/start",
            "/oidc/callback",
            "/command-policy",
            "/agent-settings",
            "/agent-releases",
            "/agent-releases/{id}",
            "/agent-install",
            "/apps/{id}/config/roles",
            "/apps/{id}/config/approval",
            "/projects/{id}/config-policy",
            "/logs/histogram", // counts
            "/logs/patterns"); // the word has a digit, so it is what differs

    /**
     * Not asked when answers are compared: streams and places in the log, tested by themselves, and a question that
     * goes on to the node.
     */
    private static final Set<String> NOT_COMPARED =
            Set.of("/events", "/placements/{id}/output", "/logs/live", "/logs/around");

    /** What has to be asked besides, by the parameter. */
    private static final Map<String, String> REQUIRED = Map.of("field", "node");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private static final ApiDocument DOCUMENT = new ApiDocument();
    private static ServerUnderTest server;
    private static Seeded mine;
    private static Seeded theirs;
    private static String member;
    private static String token;
    private static final Map<String, String> BEFORE = new TreeMap<>();
    private static final Map<String, String> AFTER = new TreeMap<>();
    private static List<String> streamed;

    /** Everything that is read is read before and after the other project comes to be. */
    @BeforeAll
    @Timeout(300) // a thousand requests, beside other tests
    static void start() throws Exception {
        server = ServerUnderTest.start(data);
        mine = Seeded.project(server, "mine");
        member = mine.signIn();
        token = server.api(
                        "POST",
                        "/tokens",
                        Map.of("kind", "api", "name", "t", "project", mine.id("project"), "role", "admin"))
                .text("token");
        readAll(BEFORE);
        try (var stream = new TestStream(server, member, null)) {
            await(() -> stream.heard("ping"));
            theirs = Seeded.project(server, HIDDEN);
            readAll(AFTER);
            server.api("POST", "/apps", Map.of("name", "the-last", "projectId", mine.id("project")));
            await(() -> stream.heard("the-last"));
            streamed = stream.events();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void readAll(Map<String, String> into) throws Exception {
        for (String who : List.of(member, token)) {
            for (String path : reads()) {
                into.put((who.equals(member) ? "member " : "token ") + path, read(path, who));
            }
        }
    }

    /** Every path that can be read, with all that can be asked of it. */
    private static List<String> reads() {
        List<String> paths = new ArrayList<>();
        for (Operation operation : DOCUMENT.operations()) {
            if (!operation.reads() || NOT_COMPARED.contains(operation.path())) continue;
            String path = filled(operation.path(), mine::id);
            String required = required(operation, mine);
            paths.add(path + required);
            operation.query().forEach((name, schema) -> {
                for (String value : values(operation, name, schema)) {
                    paths.add(path + (required.isEmpty() ? "?" : required + "&") + name + "=" + value);
                }
            });
        }
        return paths;
    }

    private static String required(Operation operation, Seeded of) {
        if (operation.query().containsKey("against")) return "?against=" + of.id("release");
        return REQUIRED.entrySet().stream()
                .filter(each -> operation.query().containsKey(each.getKey()))
                .map(each -> "?" + each.getKey() + "=" + each.getValue())
                .findFirst()
                .orElse("");
    }

    private static List<String> values(Operation operation, String name, Map<?, ?> schema) {
        if (!ApiDocument.list(schema.get("enum")).isEmpty()) {
            return ApiDocument.list(schema.get("enum")).stream()
                    .map(String::valueOf)
                    .toList();
        }
        if (FIELDS.containsKey(name) || NUMBERS.contains(name)) return List.of(); // by themselves below, and pages
        return switch (name) {
            case "scope" -> List.of("test");
            case "instance" -> List.of("web@1");
            case "ip", "localIp" -> List.of("198.51.100.7");
            case "q", "label", "name", "actor" -> List.of(HIDDEN, HIDDEN + "-app", HIDDEN + "-deploy");
            case "kind" -> List.of("app.created", "deployment.*");
            case "without" -> List.of("session");
            case "subject" -> List.of("app:1", "app:2");
            case "steps" -> List.of("true");
            case "field" -> List.of("node", "logger", "@hidden");
            case "force", "after", "return", "code", "state", "error" -> List.of();
            default -> throw new AssertionError(operation.key() + ": what is asked by " + name + "?");
        };
    }

    private static String read(String path, String who) throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                        .header("Authorization", "Bearer " + who)
                        .build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
        // when a token was used is noted once a minute, which may be between two reads
        return answer.statusCode() + " " + answer.body().replaceAll(",\"lastUsedAt\":\\d+", "");
    }

    /** The path with the ids of one project. */
    private static String filled(String path, Ids ids) {
        String filled = path;
        int end = path.indexOf('}');
        while (end >= 0) {
            String upTo = path.substring(0, end + 1);
            @Nullable String kind = VARIABLES.get(upTo);
            if (kind == null) throw new AssertionError("whose id is the last of " + upTo + "? see VARIABLES");
            String variable = upTo.substring(upTo.lastIndexOf('{'));
            filled = filled.replace(variable, String.valueOf(ids.of(kind)));
            end = path.indexOf('}', end + 1);
        }
        return filled;
    }

    private interface Ids {
        long of(String kind);
    }

    @Test
    void nothingThatIsRead_isOtherwise_whenAnotherProjectIsFull() {
        assertThat(BEFORE).hasSizeGreaterThan(100);
        assertThat(AFTER.keySet()).isEqualTo(BEFORE.keySet());
        AFTER.forEach((path, answer) -> {
            assertThat(answer).as(path).doesNotContain(HIDDEN);
            assertThat(answer).as(path).isEqualTo(BEFORE.get(path));
        });
    }

    /** Otherwise the tests here would hold for want of something to leak. */
    @Test
    void whatIsHidden_isThere() throws Exception {
        for (Operation operation : DOCUMENT.operations()) {
            if (!operation.reads() || NOT_COMPARED.contains(operation.path())) continue;
            if (OF_NO_PROJECT.contains(operation.path())) continue;
            // nobody's own sessions but one's own, not even the administrator's
            String path = filled(operation.path(), theirs::id);
            String required = required(operation, mine);
            String query = required.isEmpty() ? "?limit=500" : required;
            assertThat(read(path + query, server.admin))
                    .as("%s: something of the other project in it, see Seeded", operation.key())
                    .startsWith("200")
                    .contains(operation.path().endsWith("/sessions") ? "address" : HIDDEN);
        }
    }

    @Test
    void streams_tellNothingOfOtherProjects() {
        assertThat(streamed)
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event).doesNotContain(HIDDEN).contains("\"projectId\":" + mine.id("project")));
    }

    @Test
    void missedEvents_tellNothingOfOtherProjects() throws Exception {
        try (var stream = new TestStream(server, token, "0")) {
            await(() -> stream.heard("the-last"));
            assertThat(stream.events())
                    .allSatisfy(event ->
                            assertThat(event).doesNotContain(HIDDEN).contains("\"projectId\":" + mine.id("project")));
        }
    }

    @Test
    void idsInPaths_areNotThere() throws Exception {
        int asked = 0;
        for (Operation operation : DOCUMENT.operations()) {
            if (operation.path().indexOf('{') < 0) continue;
            String query = operation.query().containsKey("against")
                    ? "?against=" + theirs.id("release")
                    : operation.query().containsKey("key") ? "?key=a" : "";
            for (String who : List.of(member, token)) {
                Said theirsSaid = ask(operation, filled(operation.path(), theirs::id) + query, bodyOf(operation), who);
                Said nobodysSaid =
                        ask(operation, filled(operation.path(), _ -> NOBODYS) + query, bodyOf(operation), who);
                assertThat(theirsSaid.status())
                        .as("%s: %s", operation.key(), theirsSaid.text())
                        .isEqualTo(refusedAll(operation, who) ? 403 : 404);
                assertThat(theirsSaid).as(operation.key()).isEqualTo(nobodysSaid);
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(80);
    }

    /** Nobody like {@code who} may do it at all, with whatever id. */
    private static boolean refusedAll(Operation operation, String who) {
        boolean ofPeople = operation.path().startsWith("/me/") && who.equals(token);
        return ofPeople || operation.need().equals("platform");
    }

    @Test
    void idsInQueries_findNothing() throws Exception {
        int asked = 0;
        for (Operation operation : DOCUMENT.operations()) {
            for (var parameter : operation.query().entrySet()) {
                if (!"integer".equals(parameter.getValue().get("type")) || NUMBERS.contains(parameter.getKey()))
                    continue;
                String kind = kind(operation, parameter.getKey());
                String path = filled(operation.path(), mine::id) + "?" + parameter.getKey() + "=";
                Said theirsSaid = ask(operation, path + theirs.id(kind), bodyOf(operation), member);
                Said nobodysSaid = ask(operation, path + NOBODYS, bodyOf(operation), member);
                assertThat(theirsSaid)
                        .as("%s by %s", operation.key(), parameter.getKey())
                        .isEqualTo(nobodysSaid);
                asked++;
            }
            if (operation.query().containsKey("subject")) {
                String path = filled(operation.path(), mine::id) + "?subject=";
                assertThat(ask(operation, path + "app:" + theirs.id("app"), Map.of(), member))
                        .isEqualTo(ask(operation, path + "app:" + NOBODYS, Map.of(), member));
            }
        }
        assertThat(asked).isGreaterThan(6);
    }

    @Test
    void idsInBodies_areNotThere() throws Exception {
        int asked = 0;
        for (Operation operation : DOCUMENT.operations()) {
            if (operation.need().equals("platform")) continue;
            for (var field : operation.fields().entrySet()) {
                Map<?, ?> schema = field.getValue();
                boolean many = "array".equals(schema.get("type"));
                Map<?, ?> item = many ? ApiDocument.map(schema.get("items")) : schema;
                boolean number = "integer".equals(item.get("type")) && "int64".equals(item.get("format"));
                if (!number || NUMBERS.contains(field.getKey())) continue;
                String kind = kind(operation, field.getKey());
                Said theirsSaid = put(operation, field.getKey(), theirs.id(kind), many);
                Said nobodysSaid = put(operation, field.getKey(), NOBODYS, many);
                assertThat(theirsSaid)
                        .as("%s with %s", operation.key(), field.getKey())
                        .isEqualTo(nobodysSaid);
                boolean refused =
                        theirsSaid.status() >= 400 || theirsSaid.text().contains("\"done\":#,\"refused\":[{");
                assertThat(refused)
                        .as("%s with %s: %s", operation.key(), field.getKey(), theirsSaid.text())
                        .isTrue();
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(10);
    }

    private static Said put(Operation operation, String field, long id, boolean many) throws Exception {
        Map<String, Object> body = new HashMap<>(bodyOf(operation));
        body.put(field, many ? List.of(id) : id);
        return ask(operation, filled(operation.path(), mine::id), body, member);
    }

    private static String kind(Operation operation, String name) {
        @Nullable String kind = FIELDS.get(name);
        if (kind == null) throw new AssertionError(operation.key() + ": whose id is " + name + "? see FIELDS");
        return kind;
    }

    /** A body that would do, were the ids right. */
    private static Map<String, Object> bodyOf(Operation operation) {
        if (!operation.takesBody()) return Map.of();
        Map<String, Object> body = new LinkedHashMap<>();
        switch (operation.key()) {
            case "POST /apps" -> body.put("name", "new-app");
            case "POST /deployments" -> body.put("name", "new-deployment");
            case "POST /deployments/{id}/placements" -> body.put("nodeId", mine.id("node"));
            case "POST /rollouts", "POST /rollouts/plan" -> body.put("deploymentId", mine.id("deployment"));
            case "POST /nodes/bulk" -> body.putAll(Map.of("act", "move", "ids", List.of(mine.id("node"))));
            case "POST /nodes/{id}/local-services/adopt" ->
                body.putAll(Map.of("service", "web", "deployment", Map.of("name", "new-deployment")));
            case "POST /overview/dismiss" -> body.putAll(Map.of("kind", "node-offline", "id", mine.id("node")));
            case "POST /apps/{id}/commands" -> body.put("command", "ask");
            case "POST /apps/{id}/keys" -> body.put("name", "new");
            case "POST /nodes/{id}/commands" -> body.put("command", "ask");
            case "POST /tokens" -> body.putAll(Map.of("kind", "api", "name", "new", "role", "viewer"));
            case "POST /projects/{id}/members" -> body.putAll(Map.of("name", "mine-user", "role", "viewer"));
            case "POST /projects/{id}/signing-keys" ->
                body.putAll(Map.of("name", "new", "publicKey", Seeded.publicKey()));
            case "PUT /releases/{id}/signature" -> body.putAll(Map.of("signature", "x", "keyId", "x"));
            case "PUT /projects/{id}/members/{userId}" -> body.put("role", "viewer");
            case "PATCH /projects/{id}", "PATCH /apps/{id}", "PATCH /users/{id}", "PATCH /services/{id}" ->
                body.put("displayName", "x");
            case "PATCH /nodes/{id}" -> body.put("name", "mine-node");
            case "PATCH /apps/{id}/config" -> body.put("readOnly", true);
            case "POST /apps/{id}/config/draft" -> body.put("edits", List.of(Map.of("key", "a", "value", "b")));
            case "POST /apps/{id}/config/releases", "POST /apps/{id}/config/gray/promotion" -> body.put("message", "x");
            case "POST /apps/{id}/config/reveal" -> body.put("key", "a");
            case "POST /apps/{id}/config/gray", "PUT /apps/{id}/config/gray" -> body.put("percent", 10);
            case "PUT /apps/{id}/config/roles" -> body.put("read", "viewer");
            case "POST /apps/{id}/config/approval" -> body.put("number", 1);
            case "PUT /projects/{id}/config-policy" -> body.put("approval", false);
            case "PUT /apps/{id}/config/constraints" -> body.putAll(Map.of("key", "a", "required", true));
            case "POST /config/rules", "PATCH /config/rules/{id}" -> body.put("scope", "x");
            case "POST /node-rules", "PATCH /node-rules/{id}" -> body.put("pattern", "192.0.2.*");
            case "PATCH /deployments/{id}", "PATCH /placements/{id}" -> body.put("arguments", "x");
            case "PUT /command-policy", "PUT /projects/{id}/command-policy", "PUT /nodes/{id}/command-policy" ->
                body.put("shell", true);
            case "PUT /agent-settings", "PUT /projects/{id}/agent-settings", "PUT /nodes/{id}/agent-settings" ->
                body.put("syncSeconds", 60);
            case "PATCH /services/{id}/providers/{providerId}" -> body.put("weight", 1);
            case "PATCH /releases/{id}", "PATCH /agent-releases/{id}" -> body.put("note", "x");
            case "PUT /settings/{key}" -> body.put("value", "1");
            case "POST /users/{id}/password" -> body.put("password", Seeded.PASSWORD);
            case "POST /nodes/{id}/approve", "POST /apps/{id}/approve", "POST /deployments/{id}/rollback" -> {
                // nothing is needed
            }
            case "POST /deployments/{id}/releases",
                    "POST /agent-releases",
                    "POST /setup",
                    "POST /sessions",
                    "POST /invitations",
                    "POST /users",
                    "POST /projects",
                    "POST /me/password" -> {
                // no ids in them
            }
            default -> throw new AssertionError(operation.key() + ": a body that would do? see bodyOf");
        }
        return body;
    }

    private static Said ask(Operation operation, String path, Map<String, Object> body, String who) throws Exception {
        byte[] sent = operation.takesBody() ? io.stardust.protocol.Json.PEOPLE.bytes(body) : new byte[0];
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                .header("Authorization", "Bearer " + who)
                .header("If-Match", "*")
                .header("Content-Type", "application/json")
                .method(operation.method(), BodyPublishers.ofByteArray(sent))
                .build();
        var answer = HTTP.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.body()).as("%s %s", operation.method(), path).doesNotContain(HIDDEN);
        return Said.of(answer.statusCode(), Objects.requireNonNull(answer.body()));
    }

    /** An answer without its numbers: that of a hidden id is to be that of an id that nobody has. */
    private record Said(int status, String text) {
        private static final Pattern NUMBER = Pattern.compile("\\d+");

        static Said of(int status, String body) {
            return new Said(status, NUMBER.matcher(body).replaceAll("#"));
        }
    }
}
