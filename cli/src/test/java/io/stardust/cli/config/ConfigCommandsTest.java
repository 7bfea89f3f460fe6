package io.stardust.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandsTest {
    @TempDir
    Path home;

    private static final Map<String, Object> SHOP = Map.ofEntries(
            Map.entry("id", 3),
            Map.entry("projectId", 1),
            Map.entry("name", "shop"),
            Map.entry("enabled", true),
            Map.entry("approved", true),
            Map.entry("introduced", false),
            Map.entry("secretProved", true),
            Map.entry("allowAddresses", List.of()),
            Map.entry("denyAddresses", List.of()),
            Map.entry("revision", 4),
            Map.entry("createdAt", 1));

    private static Map<String, Object> sheet(int drafts) {
        return Map.ofEntries(
                Map.entry("appId", 3),
                Map.entry("app", "shop"),
                Map.entry("projectId", 1),
                Map.entry("enabled", true),
                Map.entry("share", "project"),
                Map.entry("global", false),
                Map.entry("readOnly", false),
                Map.entry("quotes", List.of("base")),
                Map.entry("release", 7),
                Map.entry("items", 2),
                Map.entry("drafts", drafts),
                Map.entry("gray", true),
                Map.entry("revision", 12));
    }

    private static Map<String, Object> item(
            String key, String scope, String type, String state, @Nullable String value, @Nullable String live) {
        Map<String, Object> item = new HashMap<>();
        item.put("key", key);
        item.put("scope", scope);
        item.put("type", type);
        item.put("state", state);
        item.put("since", 2);
        if (value != null) item.put("value", value);
        if (live != null) item.put("live", live);
        return item;
    }

    private static PretendServer server() throws IOException {
        return new PretendServer()
                .withList("/apps", SHOP)
                .withList("/projects", Map.of("id", 1, "name", "store", "revision", 1, "createdAt", 1))
                .withList("/config", sheet(2))
                .with("/apps/3/config", sheet(2))
                .with("/apps/3/config/draft", sheet(2))
                .withList(
                        "/apps/3/config/items",
                        item("db:host", "", "text", "changed", "10.0.0.9", "10.0.0.5"),
                        item("db:host", "test", "text", "live", "10.1.0.5", null),
                        item("new", "", "text", "added", "x", null),
                        item("pass", "", "secret", "live", null, null),
                        item("port", "", "number", "live", "8080", null));
    }

    @Test
    void list_saysWhatIsLive_andWhatWaits() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "list", "-q", "sh")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(line -> assertThat(line).contains("shop", "store", "#7", "2", "base"));
            assertThat(server.requests()).contains("GET /config?q=sh&limit=200");
        }
    }

    @Test
    void show_saysThatSomeInstancesHaveAReleaseFirst() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "show", "shop")).isZero();

            assertThat(cli.out()).containsPattern("gray release +in progress");
        }
    }

    @Test
    void get_printsTheLiveValue_orTheDraftsWhenItIsAskedFor() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "get", "shop", "db:host")).isZero();
            assertThat(cli.run("", "config", "get", "shop", "db:host", "--draft"))
                    .isZero();
            assertThat(cli.run("", "config", "get", "shop", "db:host", "--scope", "TEST"))
                    .isZero();

            assertThat(cli.out()).isEqualTo("10.0.0.5\n10.0.0.9\n10.1.0.5\n");
            assertThat(cli.run("", "config", "get", "shop", "new")).isEqualTo(4);
            assertThat(cli.run("", "config", "get", "shop", "none")).isEqualTo(4);
            assertThat(cli.run("", "config", "get", "shop", "pass")).isEqualTo(2);
        }
    }

    @Test
    void set_sendsAllPairsAtOnce() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "set", "shop", "db:host=a=b", "empty=", "--scope", "test"))
                    .isZero();

            assertThat(cli.out()).isEqualTo("2 unpublished edits; publish with: stardust config publish shop\n");
            assertThat(edits(server))
                    .containsExactly(
                            Map.of("act", "set", "key", "db:host", "value", "a=b", "scope", "test"),
                            Map.of("act", "set", "key", "empty", "value", "", "scope", "test"));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> edits(PretendServer server) {
        byte[] last = server.bodies().getLast().getBytes(StandardCharsets.UTF_8);
        var body = (Map<String, List<Map<String, Object>>>) Objects.requireNonNull(Json.TOLERANT.readAny(last));
        return Objects.requireNonNull(body.get("edits"));
    }

    @Test
    void secret_isReadFromInputOrFile_andRefusedAsAnArgument() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "set", "shop", "pass=hush")).isEqualTo(2);
            assertThat(cli.run("", "config", "set", "shop", "token=hush", "--type", "secret"))
                    .isEqualTo(2);
            assertThat(server.bodies()).isEmpty();
            assertThat(cli.err()).contains("pass is a secret").doesNotContain("hush");

            assertThat(cli.run("hush\n", "config", "set", "shop", "pass", "--value-stdin"))
                    .isZero();
            assertThat(edits(server)).containsExactly(Map.of("act", "set", "key", "pass", "value", "hush"));
            Path file = Files.writeString(home.resolve("pass.txt"), "two\nlines\r\n");
            assertThat(cli.run("", "config", "set", "shop", "pass", "--value-file", file.toString()))
                    .isZero();
            assertThat(edits(server)).containsExactly(Map.of("act", "set", "key", "pass", "value", "two\nlines"));
        }
    }

    @Test
    void remove_andUndo_areEdits_butNotOfWhatIsNotThere() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "rm", "shop", "port")).isZero();
            assertThat(edits(server)).containsExactly(Map.of("act", "remove", "key", "port"));
            assertThat(cli.run("", "config", "rm", "shop", "port", "--scope", "test"))
                    .isEqualTo(4);
            assertThat(cli.err()).contains("no item port of scope test in the config of app shop");
            assertThat(cli.run("", "config", "undo", "shop", "db:host")).isZero();
            assertThat(edits(server)).containsExactly(Map.of("act", "undo", "key", "db:host"));
            assertThat(cli.run("", "config", "undo", "shop")).isEqualTo(2);
            assertThat(cli.run("", "config", "undo", "shop", "--all")).isZero();
            assertThat(server.requests()).contains("DELETE /apps/3/config/draft");
        }
    }

    @Test
    void draft_listsWhatIsNotLive() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "draft", "shop")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("changed", "db:host", "10.0.0.9"),
                            line -> assertThat(line).contains("added", "new"));
        }
    }

    @Test
    void publish_andRollback_areReleases() throws IOException {
        try (var server = server()) {
            var release = Map.of("number", 8, "of", 3, "author", "user:1 anna", "changes", 2, "createdAt", 1);
            server.with("/apps/3/config/releases", release);
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "publish", "shop", "-m", "new database"))
                    .isZero();
            assertThat(cli.run("", "config", "rollback", "shop", "3")).isZero();

            assertThat(server.bodies())
                    .containsExactly("{\"message\":\"new database\",\"edits\":[]}", "{\"number\":3,\"edits\":[]}");
            assertThat(cli.out())
                    .contains("release #8 of the config of shop published: 2 changes, rolled back to #3\n");
        }
    }

    @Test
    void watch_printsReleasesInTheirOrder_andEndsAfterAsManyAsAreAskedFor() throws IOException {
        try (var server = server()) {
            server.withList(
                    "/apps/3/config/releases",
                    Map.of("number", 7, "author", "anna", "changes", 1, "createdAt", 1),
                    Map.of("number", 6, "author", "ben", "changes", 2, "createdAt", 1, "message", "why"),
                    Map.of("number", 5, "author", "ben", "changes", 2, "createdAt", 1));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "watch", "shop", "--after", "5", "--count", "2"))
                    .isZero();

            assertThat(cli.out()).isEqualTo("#6  ben  2 changes: why\n#7  anna  1 change\n");
        }
    }

    @Test
    void diff_comparesReleases_orTheDraft() throws IOException {
        try (var server = server()) {
            server.withList(
                    "/apps/3/config/diff",
                    Map.of("key", "a", "scope", "", "kind", "changed", "before", "1", "after", "", "secret", false),
                    Map.of("key", "pass", "scope", "test", "kind", "added", "secret", true));
            server.withList("/apps/3/config/draft");
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "diff", "shop", "3", "5")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("changed", "a", "1", "(empty)"),
                            line -> assertThat(line).contains("added", "pass", "test", "***"));
            assertThat(server.requests()).contains("GET /apps/3/config/diff?from=3&to=5");
            assertThat(cli.run("", "config", "diff", "shop")).isZero();
            assertThat(cli.err()).contains("no differences");
        }
    }

    @Test
    void effective_putsFirstWhatCannotBeResolved() throws IOException {
        try (var server = server()) {
            server.with(
                    "/apps/3/config/effective",
                    Map.of(
                            "scope",
                            "test",
                            "gray",
                            false,
                            "version",
                            9,
                            "items",
                            List.of(
                                    Map.of("key", "a", "value", "1", "app", "base", "scope", "", "secret", false),
                                    Map.of("key", "b", "problem", "x → y → x", "secret", false))));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "effective", "shop", "--scope", "test"))
                    .isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("b", "x → y → x"),
                            line -> assertThat(line).contains("a", "1", "base"));
            assertThat(server.requests()).contains("GET /apps/3/config/effective?scope=test");
        }
    }

    @Test
    void edit_sendsWhatWasNamed_fromTheRevisionThatWasSeen() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run(
                            "", "config", "edit", "shop", "--share", "all", "--no-read-only", "--quotes", "base, log"))
                    .isZero();

            assertThat(server.bodies())
                    .containsExactly("{\"share\":\"all\",\"readOnly\":false,\"quotes\":[\"base\",\"log\"]}");
        }
    }

    @Test
    void importing_editsWhatDiffers_andRemovesTheRestWhenItReplaces() throws IOException {
        try (var server = server()) {
            Path file = Files.writeString(
                    home.resolve("app.yml"), "db:\n  host: 10.0.0.9\n  ports: [1, 2]\nport: 9090\nflag: true\n");
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "import", "shop", file.toString(), "--replace"))
                    .isZero();

            assertThat(edits(server))
                    .containsExactly(
                            Map.of("act", "set", "key", "db:ports:0", "value", "1", "type", "number"),
                            Map.of("act", "set", "key", "db:ports:1", "value", "2", "type", "number"),
                            Map.of("act", "set", "key", "port", "value", "9090"),
                            Map.of("act", "set", "key", "flag", "value", "true", "type", "boolean"),
                            Map.of("act", "remove", "key", "new"));
        }
    }

    @Test
    void importing_showsItsEdits_andChangesNothing_whenItIsDry() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run(
                            "{\"port\": 9090, \"pass\": \"hush\"}",
                            "config",
                            "import",
                            "shop",
                            "-",
                            "--format",
                            "json",
                            "--dry-run"))
                    .isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("changed", "port", "8080", "9090"),
                            line -> assertThat(line).contains("changed", "pass", "***"));
            assertThat(cli.out()).doesNotContain("hush");
            assertThat(server.bodies()).isEmpty();
        }
    }

    @Test
    void importing_takesAnExportInOneEdit_withItsSecretsHidden() throws IOException {
        try (var server = server()) {
            Path zip = home.resolve("nacos_config_export_1.zip");
            try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
                out.putNextEntry(new ZipEntry("DEFAULT_GROUP/shop.yaml"));
                out.write("port: 8080\nredis.password: hush\nurl: http://${host}\n".getBytes(StandardCharsets.UTF_8));
                out.putNextEntry(new ZipEntry("DEFAULT_GROUP/shop-test.properties"));
                out.write("db\\:host=10.1.0.9\n".getBytes(StandardCharsets.UTF_8));
            }
            var cli = new Recorded(home, server.environment());
            String[] line = {
                "config",
                "import",
                "shop",
                zip.toString(),
                "--files",
                "*/shop.yaml",
                "--files",
                "*-test.*=test",
                "--secret",
                "*PASSWORD*"
            };

            String[] dry = Arrays.copyOf(line, line.length + 1);
            dry[line.length] = "--dry-run";
            assertThat(cli.run("", dry)).isZero();
            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            row -> assertThat(row).contains("added", "redis.password", "***"),
                            row -> assertThat(row).contains("added", "url", "http://$${host}"),
                            row -> assertThat(row).contains("changed", "db:host", "test", "10.1.0.5", "10.1.0.9"));
            assertThat(cli.out()).doesNotContain("hush");
            assertThat(server.bodies()).isEmpty();

            assertThat(cli.run("", line)).isZero();
            assertThat(server.bodies()).hasSize(1);
            assertThat(edits(server))
                    .containsExactly(
                            Map.of("act", "set", "key", "redis.password", "value", "hush", "type", "secret"),
                            Map.of("act", "set", "key", "url", "value", "http://$${host}"),
                            Map.of("act", "set", "key", "db:host", "scope", "test", "value", "10.1.0.9"));
        }
    }

    @Test
    void importing_readsOneNamespaceOfApollo_andKeepsPlaceholdersWhenItIsLiteral() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());
            Path apollo = Files.writeString(
                    home.resolve("application.properties"),
                    "[{\"id\":0,\"key\":\"url\",\"value\":\"${a}\",\"comment\":\"why\",\"lineNum\":1}]");
            Path plain = Files.writeString(home.resolve("plain.properties"), "url=${a}\n");

            assertThat(cli.run("", "config", "import", "shop", apollo.toString()))
                    .isZero();
            assertThat(edits(server))
                    .containsExactly(Map.of("act", "set", "key", "url", "value", "$${a}", "remark", "why"));
            assertThat(cli.run("", "config", "import", "shop", plain.toString(), "--literal"))
                    .isZero();
            assertThat(edits(server)).first().satisfies(edit -> assertThat(edit).containsEntry("value", "$${a}"));
            assertThat(cli.run("", "config", "import", "shop", plain.toString()))
                    .isZero();
            assertThat(edits(server)).first().satisfies(edit -> assertThat(edit).containsEntry("value", "${a}"));
            assertThat(cli.run("", "config", "import", "shop", plain.toString(), "--whole"))
                    .isEqualTo(2);
        }
    }

    @Test
    void importing_sealsWhatIsNoSecretYet_whenItsKeyIsCalledOne() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());
            Path file = Files.writeString(home.resolve("app.properties"), "port=8080\npass=hush\n");

            assertThat(cli.run("", "config", "import", "shop", file.toString(), "--secret", "p*"))
                    .isZero();

            assertThat(edits(server))
                    .containsExactly(
                            Map.of("act", "set", "key", "port", "value", "8080", "type", "secret"),
                            Map.of("act", "set", "key", "pass", "value", "hush"));
        }
    }

    @Test
    void export_printsTheLiveItemsOfAScope_withoutSecrets() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "export", "shop")).isZero();

            assertThat(cli.out()).isEqualTo("db\\:host=10.0.0.5\nport=8080\n");
            assertThat(cli.err()).contains("1 secret left out");
        }
    }
}
