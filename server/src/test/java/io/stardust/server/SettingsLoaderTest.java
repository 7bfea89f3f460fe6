package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ServerSettings.Approve;
import io.stardust.server.access.oidc.OidcSettings;
import io.stardust.server.db.PostgresSettings;
import io.stardust.server.http.Networks;
import io.stardust.server.http.Role;
import io.stardust.server.logs.LogClasses;
import io.stardust.telemetry.store.Keep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
    private static final String KEYS =
            "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=,ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    @TempDir
    Path folder;

    private ServerSettings load(Map<String, String> flags, Map<String, String> environment) {
        return SettingsLoader.load(flags, environment).settings();
    }

    @Test
    void load_givesTheDefaults_whenNobodySaysOtherwise() {
        ServerSettings settings = load(Map.of(), Map.of("PATH", "/bin", "STARDUST_TOKEN", "of the command line"));

        assertThat(settings).isEqualTo(ServerSettings.defaults(Path.of("data"), 6600));
        assertThat(settings.bind()).isEqualTo("0.0.0.0");
        assertThat(settings.adminPasswordFile()).isNull();
        assertThat(settings.nodes())
                .isEqualTo(new ServerSettings.Nodes(
                        Approve.ENROLLED,
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(30),
                        2,
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(1)));
        assertThat(settings.files()).isEqualTo(new ServerSettings.Files(false, 1L << 30));
        assertThat(settings.tokens().expire()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.log().level()).isEqualTo("info");
    }

    @Test
    void load_readsEverySetting_fromEachSource() throws IOException {
        Path secret = Files.writeString(folder.resolve("client-secret"), "of the file\n");
        Path password = Files.writeString(folder.resolve("password"), "of the other file\n");
        Map<String, String> other = Map.ofEntries(
                Map.entry("database.url", "jdbc:postgresql://db.example:5433/stardust"),
                Map.entry("database.user", "sd"),
                Map.entry("database.password", "of the flag"),
                Map.entry("database.password-file", password.toString()),
                Map.entry("database.connections", "20"),
                Map.entry("public-url", "https://deploy.example"),
                Map.entry("trusted-proxies", ""),
                Map.entry("http.connections", "500"),
                Map.entry("http.head-seconds", "5"),
                Map.entry("http.body-seconds", "6"),
                Map.entry("tls.certificate", "/run/tls.pem"),
                Map.entry("tls.key", "/run/tls.key"),
                Map.entry("oidc.issuer", "https://login.example/realm"),
                Map.entry("oidc.client-id", "stardust"),
                Map.entry("oidc.client-secret", "of the flag"),
                Map.entry("oidc.client-secret-file", secret.toString()),
                Map.entry("oidc.name", "Our login"),
                Map.entry("oidc.groups-claim", "roles"),
                Map.entry("oidc.mappings", "ops=red:operator, a=b=platform"),
                Map.entry("port", "7700"),
                Map.entry("bind", "127.0.0.1"),
                Map.entry("admin-password-file", "/run/pw"),
                Map.entry("log.level", "debug"),
                Map.entry("nodes.approve", "all"),
                Map.entry("nodes.session-timeout", "30"),
                Map.entry("nodes.ping-period", "5"),
                Map.entry("nodes.foreign-session-timeout", "40"),
                Map.entry("nodes.foreign-ping-period", "6"),
                Map.entry("nodes.code-level", "3"),
                Map.entry("apps.approve", "all"),
                Map.entry("apps.session-timeout", "31"),
                Map.entry("apps.ping-period", "7"),
                Map.entry("apps.foreign-session-timeout", "41"),
                Map.entry("apps.foreign-ping-period", "8"),
                Map.entry("eureka.enabled", "true"),
                Map.entry("files.public", "true"),
                Map.entry("files.max-bytes", "2048"),
                Map.entry("files.check-days", "30"),
                Map.entry("files.agents", "/opt/agents"),
                Map.entry("keep.changes-days", "1"),
                Map.entry("keep.refusals-days", "2"),
                Map.entry("keep.steps-days", "3"),
                Map.entry("keep.commands-days", "4"),
                Map.entry("keep.task-runs-days", "0"),
                Map.entry("registry.protection", "70"),
                Map.entry("drain.timeout", "45"),
                Map.entry("logs.keep-days", "3"),
                Map.entry("logs.max-bytes", "134217728"),
                Map.entry("logs.classes", "audit:365:20g"),
                Map.entry("logs.app-bytes-an-hour", "2097152"),
                Map.entry("logs.public", "true"),
                Map.entry("secrets.keys", KEYS),
                Map.entry("tokens.expire", "900"));
        var expected = new ServerSettings(
                folder,
                7700,
                "127.0.0.1",
                Path.of("/run/pw"),
                new ServerSettings.Nodes(
                        Approve.ALL,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        3,
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(6)),
                new ServerSettings.Apps(
                        true,
                        Duration.ofSeconds(31),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(41),
                        Duration.ofSeconds(8),
                        true),
                new ServerSettings.Files(true, 2048, Duration.ofDays(30), Path.of("/opt/agents")),
                new ServerSettings.Tokens(Duration.ofSeconds(900)),
                new ServerSettings.Log("debug"),
                new ServerSettings.Web(
                        URI.create("https://deploy.example"),
                        Path.of("/run/tls.pem"),
                        Path.of("/run/tls.key"),
                        new ServerSettings.Wire(Networks.NONE, 500, Duration.ofSeconds(5), Duration.ofSeconds(6))),
                new OidcSettings(
                        "https://login.example/realm",
                        "stardust",
                        "of the file",
                        "Our login",
                        "roles",
                        List.of(
                                new OidcSettings.Mapping("ops", "red", Role.OPERATOR),
                                new OidcSettings.Mapping("a=b", null, null))),
                new ServerSettings.Keep(
                        Duration.ofDays(1), Duration.ofDays(2), Duration.ofDays(3), Duration.ofDays(4), Duration.ZERO),
                new ServerSettings.Registry(70, Duration.ofSeconds(45)),
                new ServerSettings.Logs(LogClasses.of(3, 128L << 20, "audit:365:20g"), 2L << 20, true),
                new PostgresSettings("jdbc:postgresql://db.example:5433/stardust", "sd", "of the other file", 20),
                List.of(KEYS.split(",")));
        Map<String, String> flags = new java.util.HashMap<>(other);
        flags.put("data", folder.toString());
        Map<String, String> environment = new java.util.HashMap<>();
        flags.forEach((name, text) ->
                environment.put(SettingSpec.named(name).orElseThrow().variable(), text));

        assertThat(SettingSpec.ALL).extracting(SettingSpec::name).containsExactlyInAnyOrderElementsOf(flags.keySet());
        assertThat(load(flags, Map.of())).isEqualTo(expected);
        assertThat(load(Map.of(), environment)).isEqualTo(expected);
        Files.writeString(folder.resolve("server.json"), """
                {"port": 7700, "bind": "127.0.0.1", "admin-password-file": "/run/pw", "log.level": "debug",
                 "nodes": {"approve": "all", "session-timeout": 30, "ping-period": "5", "code-level": 3, "foreign-session-timeout": 40, "foreign-ping-period": 6},
                 "apps": {"approve": "all", "session-timeout": 31, "ping-period": 7, "foreign-session-timeout": 41, "foreign-ping-period": 8}, "eureka.enabled": true,
                 "files": {"public": true, "max-bytes": 2048, "check-days": 30, "agents": "/opt/agents"}, "tokens.expire": 900, "public-url": "https://deploy.example",
                 "http": {"connections": 500, "head-seconds": 5, "body-seconds": 6}, "trusted-proxies": "",
                 "database": {"url": "jdbc:postgresql://db.example:5433/stardust", "user": "sd", "password": "of the flag", "password-file": "%s", "connections": 20},
                 "keep": {"changes-days": 1, "refusals-days": 2, "steps-days": 3, "commands-days": 4, "task-runs-days": 0}, "registry": {"protection": 70}, "drain": {"timeout": 45}, "secrets.keys": "%s",
                 "logs": {"keep-days": 3, "max-bytes": 134217728, "classes": "audit:365:20g", "app-bytes-an-hour": 2097152, "public": true},
                 "tls": {"certificate": "/run/tls.pem", "key": "/run/tls.key"},
                 "oidc": {"issuer": "https://login.example/realm", "client-id": "stardust", "name": "Our login",
                          "client-secret-file": "%s", "groups-claim": "roles",
                          "mappings": "ops=red:operator, a=b=platform"}}
                """.formatted(password, KEYS, secret));
        assertThat(load(Map.of("data", folder.toString()), Map.of())).isEqualTo(expected);
    }

    @Test
    void load_letsFlagsWinOverEnvironmentOverFile_andTellsTheSource() throws IOException {
        Path file = folder.resolve("my.json");
        Files.writeString(file, "{\"port\": 1, \"bind\": \"::1\", \"nodes.approve\": \"all\"}");

        LoadedSettings loaded = SettingsLoader.load(
                Map.of("config", file.toString(), "port", "3"),
                Map.of("STARDUST_PORT", "2", "STARDUST_NODES_APPROVE", "manual"));

        assertThat(loaded.settings().port()).isEqualTo(3);
        assertThat(loaded.settings().nodes().approve()).isEqualTo(Approve.MANUAL);
        assertThat(loaded.settings().bind()).isEqualTo("::1");
        assertThat(loaded.table().lines().map(line -> List.of(line.trim().split(" +"))))
                .contains(
                        List.of("port", "3", "--port"),
                        List.of("nodes.approve", "manual", "STARDUST_NODES_APPROVE"),
                        List.of("bind", "::1", file.toString()),
                        List.of("files.public", "false", "default"),
                        List.of("admin-password-file", "-", "default"));
    }

    @Test
    void load_stops_whenAFlagIsUnknown() {
        assertThatThrownBy(() -> load(Map.of("prt", "1"), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessage("--prt: no such flag (did you mean --port?)");
    }

    @Test
    void load_stops_whenAVariableIsUnknown() {
        assertThatThrownBy(() -> load(Map.of(), Map.of("STARDUST_NODE_APPROVE", "all")))
                .isInstanceOf(BadSettings.class)
                .hasMessage("STARDUST_NODE_APPROVE: no such setting (did you mean STARDUST_NODES_APPROVE?)");
    }

    @Test
    void load_stops_whenAKeyOfTheFileIsUnknown() throws IOException {
        Path file = folder.resolve("server.json");
        Files.writeString(file, "{\"files\": {\"publik\": true}}");

        assertThatThrownBy(() -> load(Map.of("data", folder.toString()), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessage("files.publik in %s: no such setting (did you mean files.public?)".formatted(file));
    }

    @Test
    void load_stops_whenTheFileIsNotThereOrNoJson() throws IOException {
        Path file = folder.resolve("my.json");

        assertThatThrownBy(() -> load(Map.of("config", file.toString()), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("cannot be read");
        Files.writeString(file, "port: 1");
        assertThatThrownBy(() -> load(Map.of("config", file.toString()), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("is no JSON");
    }

    @Test
    void load_stops_whenTheFileInTheDataFolderNamesAnotherDataFolder() throws IOException {
        Files.writeString(folder.resolve("server.json"), "{\"data\": \"/elsewhere\"}");

        assertThatThrownBy(() -> load(Map.of("data", folder.toString()), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("expected: --data");
    }

    @ParameterizedTest
    @CsvSource({
        "port, 70000, port (--port): 70000 (expected: 0–65535)",
        "port, x, port (--port): x (expected: 0–65535)",
        "nodes.approve, some, nodes.approve (--nodes.approve): some (expected: manual|enrolled|all)",
        "files.public, ja, files.public (--files.public): ja (expected: true|false)",
        "tokens.expire, 1, tokens.expire (--tokens.expire): 1 (expected: 600–31536000)",
        "bind, ' ', bind (--bind): empty (expected: something)",
        "database.connections, 0, database.connections (--database.connections): 0 (expected: 1–500)",
    })
    void load_stops_whenAValueIsOutOfBounds(String name, String text, String message) {
        assertThatThrownBy(() -> load(Map.of(name, text), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls.key | /k | tls.certificate (default): empty (expected: a PEM file, since tls.key is set)",
                "tls.certificate | /c | tls.key (default): empty (expected: a PEM file, since tls.certificate is set)",
                "database.url | mysql://db | database.url (--database.url): mysql://db (expected: jdbc:postgresql://HOST:PORT/NAME; a password goes into database.password-file)",
                "database.url | jdbc:postgresql://db/s?password=hush | database.url (--database.url): jdbc:postgresql://db/s?password=*** (expected: jdbc:postgresql://HOST:PORT/NAME; a password goes into database.password-file)",
                "public-url | deploy.example | public-url (--public-url): deploy.example (expected: https://host or http://host:port)",
                "oidc.issuer | http://login.example | oidc.issuer (--oidc.issuer): http://login.example (expected: https://…)",
                "oidc.issuer | https://login.example | oidc.client-id (default): empty (expected: something)",
                "nodes.session-timeout | 29 | nodes.session-timeout (--nodes.session-timeout): 29 (expected: at least the ping period, 30)",
                "nodes.foreign-ping-period | 601 | nodes.foreign-session-timeout (default): 600 (expected: at least the ping period, 601)",
            })
    void load_stops_whenSettingsDoNotGoTogether(String name, String text, String message) {
        assertThatThrownBy(() -> load(Map.of(name, text), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops", "ops=red", "ops=red:owner", "=platform", "ops=Red:admin"})
    void load_stops_whenAMappingDoesNotHold(String mapping) {
        var flags = Map.of("oidc.issuer", "https://x", "oidc.client-id", "s", "oidc.mappings", mapping);

        assertThatThrownBy(() -> load(flags, Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessageStartingWith("oidc.mappings (--oidc.mappings): ");
    }

    @Test
    void load_readsRetentionClasses_whateverTheirSizeIsWrittenIn() {
        ServerSettings.Logs logs = load(
                        Map.of("logs.classes", " audit:365:20g, short:1:67108864,all:3650:1t,"), Map.of())
                .logs();

        assertThat(logs.classes().keeps())
                .containsExactly(
                        new Keep("standard", 7, 10L << 30),
                        new Keep("audit", 365, 20L << 30),
                        new Keep("short", 1, 64L << 20),
                        new Keep("all", 3650, 1L << 40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit",
                "audit:365",
                "audit:365:20g:x",
                "audit:0:20g",
                "audit:3651:20g",
                "audit:365:63m",
                "audit:365:2t",
                "audit:365:9999999999999t",
                "audit:365:20k",
                "audit:365:-20g",
                "Audit:365:20g",
                "a_b:365:20g",
                "../audit:365:20g",
                "standard:365:20g",
                "audit:365:20g,audit:1:2g",
                "a:1:2g,b:1:2g,c:1:2g,d:1:2g"
            })
    void load_stops_whenARetentionClassDoesNotHold(String classes) {
        assertThatThrownBy(() -> load(Map.of("logs.classes", classes), Map.of()))
                .isInstanceOf(BadSettings.class)
                .hasMessage("logs.classes (--logs.classes): %s (expected: %s)", classes, LogClasses.FORM);
    }

    @Test
    void table_hidesSecrets() {
        var flags = Map.of("oidc.client-secret", "hush");

        assertThat(SettingsLoader.load(flags, Map.of()).table()).contains("***").doesNotContain("hush");
    }

    @Test
    void flags_areReadInBothManners() {
        Main.Flags flags = Main.Flags.parse(List.of("run", "--port", "0", "--nodes.approve=all", "--settings"));

        assertThat(flags).isEqualTo(new Main.Flags(Map.of("port", "0", "nodes.approve", "all"), true, false));
        assertThatThrownBy(() -> Main.Flags.parse(List.of("--port"))).hasMessageContaining("nothing after it");
        assertThatThrownBy(() -> Main.Flags.parse(List.of("start"))).hasMessageContaining("no such word");
    }
}
