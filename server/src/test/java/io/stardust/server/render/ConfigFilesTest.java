package io.stardust.server.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of placements, made of templates and config: API and machine face. */
class ConfigFilesTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private long deployment;
    private long app;
    private long placement;

    @BeforeEach
    void place() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        deployment = deploys.deployment("shop");
        app = server.api("GET", "/deployments/" + deployment, null).number("appId");
        placement = deploys.placement(deployment, node);
        assertThat(templates("app.tpl", "conf/app.yml").status()).isEqualTo(200);
        draft("db:host", "h1", "text");
        publish();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply templates(String... pairs) {
        List<Map<String, String>> all = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) all.add(Map.of("template", pairs[i], "file", pairs[i + 1]));
        return server.api("PATCH", "/deployments/" + deployment, Map.of("templates", all));
    }

    private void draft(String key, @Nullable String value, String type) {
        Map<String, Object> edit =
                value == null ? Map.of("key", key, "act", "remove") : Map.of("key", key, "type", type, "value", value);
        Reply reply = server.api("POST", "/apps/" + app + "/config/draft", Map.of("edits", List.of(edit)));
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    }

    private Reply publish() {
        return server.api("POST", "/apps/" + app + "/config/releases", Map.of());
    }

    /** A release with run.sh and a template. */
    private long release(String version, String template) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("run.sh", "true".getBytes(StandardCharsets.UTF_8));
        files.put("app.tpl", template.getBytes(StandardCharsets.UTF_8));
        return release(version, files);
    }

    private long release(String version, Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deploys.upload(deployment, "version=" + version, BodyPublishers.ofByteArray(bytes.toByteArray()))
                .number("id");
    }

    /** One byte too long, and none that a package may not hold for growing too much. */
    private static byte[] large() {
        byte[] content = new byte[(1 << 20) + 1];
        new Random(1).nextBytes(content);
        return content;
    }

    private void running(long release) {
        assertThat(deploys.publish(deployment, release).status()).isEqualTo(202);
    }

    private HttpResponse<byte[]> fetch(Reply wanted, TestNode by) {
        String query = "placementId=" + placement + "&sha256=" + wanted.text("data.0.Config.Files.0.Sha256");
        return deploys.file("/Deploy/ConfigFile?" + query, by.token, Map.of());
    }

    private String text(Reply wanted) {
        HttpResponse<byte[]> answer = fetch(wanted, node);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Hashes.sha256Hex(answer.body())).isEqualTo(wanted.text("data.0.Config.Files.0.Sha256"));
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void getAll_namesTheFiles_andTheNodeAloneGetsThem() {
        running(release("1", "host: {{db:host}}\n"));

        Reply wanted = deploys.wanted(node);

        assertThat(wanted.text("data.0.Config.Files.0.Path")).isEqualTo("conf/app.yml");
        assertThat(wanted.text("data.0.Config.OnChange")).isEqualTo("restart");
        assertThat(text(wanted)).isEqualTo("host: h1\n");
        assertThat(fetch(wanted, TestNode.enrolled(server, "web2")).statusCode())
                .isEqualTo(404);
        assertThat(deploys.file("/Deploy/ConfigFile?placementId=" + placement, null, Map.of())
                        .statusCode())
                .isEqualTo(401);
        assertThat(deploys.file("/Deploy/ConfigFile?placementId=x", node.token, Map.of())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void publish_makesTheFilesAnew_andDrawsARevision() {
        running(release("1", "host: {{db:host}}\n"));
        Reply before = deploys.wanted(node);

        draft("db:host", "h2", "text");
        assertThat(publish().status()).isEqualTo(201);

        assertThat(text(deploys.wanted(node))).isEqualTo("host: h2\n");
        assertThat(fetch(before, node).statusCode()).isEqualTo(404);
        long was = before.number("data.0.Revision");
        ServerUnderTest.await(() -> deploys.wanted(node).number("data.0.Revision") > was);
    }

    @Test
    void publish_isRefused_whenATemplateNeedsTheKey_andNothingChanges() {
        running(release("1", "host: {{db:host}}\n"));
        Reply before = deploys.wanted(node);
        draft("db:host", null, "text");

        Reply check = server.api("GET", "/apps/" + app + "/config/check", null);
        Reply refused = publish();

        assertThat(check.text("problems.0.key")).isEqualTo("db:host");
        assertThat(check.text("problems.0.message"))
                .contains("deployment shop: template app.tpl: line 1: no key db:host");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("deployment shop: template app.tpl", "no key db:host");
        assertThat(deploys.wanted(node).text("data.0.Config.Files.0.Sha256"))
                .isEqualTo(before.text("data.0.Config.Files.0.Sha256"));
    }

    @Test
    void publish_ofAnInheritedApp_isTriedToo() {
        TestNode.enrolled(server, "web3");
        long base = server.api("POST", "/apps", Map.of("name", "base")).number("id");
        server.api("PATCH", "/apps/" + base + "/config", Map.of("share", "all"));
        Map<String, Object> edits = Map.of("edits", List.of(Map.of("key", "level", "value", "info")));
        server.api("POST", "/apps/" + base + "/config/releases", edits);
        assertThat(server.api("PATCH", "/apps/" + app + "/config", Map.of("quotes", List.of("base")))
                        .status())
                .isEqualTo(200);
        running(release("1", "level: {{level}}\n"));
        long was = deploys.wanted(node).number("data.0.Revision");
        server.api(
                "POST",
                "/apps/" + base + "/config/releases",
                Map.of("edits", List.of(Map.of("key", "level", "value", "debug"))));

        ServerUnderTest.await(() -> deploys.wanted(node).number("data.0.Revision") > was);
        assertThat(text(deploys.wanted(node))).isEqualTo("level: debug\n");
        Reply refused = server.api(
                "POST",
                "/apps/" + base + "/config/releases",
                Map.of("edits", List.of(Map.of("key", "level", "act", "remove"))));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("deployment shop");
    }

    @Test
    void check_showsWhichFilesChange_butNoSecret() {
        draft("password", "hush", "secret");
        publish();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("app.tpl", "host: {{db:host}}\n".getBytes(StandardCharsets.UTF_8));
        files.put("secret.tpl", "{{db:host}} {{password}}".getBytes(StandardCharsets.UTF_8));
        files.put("same.tpl", "same".getBytes(StandardCharsets.UTF_8));
        templates("app.tpl", "app.yml", "secret.tpl", "secret.yml", "same.tpl", "same.yml");
        running(release("1", files));
        draft("db:host", "h2", "text");

        Reply check = server.api("GET", "/apps/" + app + "/config/check", null);

        assertThat(check.text("files.0.deployment")).isEqualTo("shop");
        assertThat(check.text("files.0.file")).isEqualTo("app.yml");
        assertThat(check.number("files.0.placements")).isEqualTo(1);
        assertThat(check.text("files.0.before")).isEqualTo("host: h1\n");
        assertThat(check.text("files.0.after")).isEqualTo("host: h2\n");
        assertThat(check.text("files.1.file")).isEqualTo("secret.yml");
        assertThat(check.at("files.1.secret")).isEqualTo(true);
        assertThat(check.at("files.1.after")).isNull();
        assertThat(check.at("files.2")).isNull();
        assertThat(check.toString()).doesNotContain("hush");
    }

    @Test
    void deployPublish_isRefused_whenAFileCannotBeMade() {
        long good = release("1", "host: {{db:host}}\n");
        running(good);
        Map<String, String> refusals = new LinkedHashMap<>();
        refusals.put("{{gone}}", "template app.tpl: line 1: no key gone");
        refusals.put("{{#open}}", "template app.tpl: ");
        for (Map.Entry<String, String> each : refusals.entrySet()) {
            long bad = release("2-" + refusals.size() + each.getKey().length(), each.getKey());
            assertThat(server.api("POST", "/rollouts/plan", Map.of("deploymentId", deployment, "releaseId", bad))
                            .toString())
                    .contains("it would be refused: " + each.getValue());
            Reply refused = deploys.publish(deployment, bad);
            assertThat(refused.status()).as(each.getKey()).isEqualTo(409);
            assertThat(refused.text("detail")).contains(each.getValue());
        }
        long absent = release("3", Map.of("run.sh", new byte[0]));
        assertThat(deploys.publish(deployment, absent).text("detail"))
                .contains("template app.tpl: is not in the package of release 3");
        long binary = release("4", Map.of("app.tpl", new byte[] {(byte) 0xff}));
        assertThat(deploys.publish(deployment, binary).text("detail")).contains("is not UTF-8");
        long large = release("5", Map.of("app.tpl", large()));
        assertThat(deploys.publish(deployment, large).text("detail")).contains("larger than 1,048,576 bytes");
        for (String taken : List.of("conf/app.yml", "conf/APP.yml", "conf", "conf/app.yml/x")) {
            long own = release("6-" + taken.replace('/', '-'), Map.of("app.tpl", new byte[0], taken, new byte[0]));
            assertThat(deploys.publish(deployment, own).text("detail"))
                    .as(taken)
                    .contains("file conf/app.yml: the package has " + taken);
        }
        assertThat(deploys.wanted(node).number("data.0.ReleaseId")).isEqualTo(good);
    }

    @Test
    void sharing_isNotEnded_whenAFileThatIsPlacedNeedsIt() {
        String base = "/apps/" + TestApp.keyed(server, "base", 1).id() + "/config";
        server.api("PATCH", base, Map.of("share", "project"));
        server.api("POST", base + "/releases", Map.of("edits", List.of(Map.of("key", "zone", "value", "east"))));
        server.api("PATCH", "/apps/" + app + "/config", Map.of("quotes", List.of("base")));
        running(release("1", "zone {{zone}}"));

        Reply refused = server.api("PATCH", base, Map.of("share", "none"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).startsWith("not changed; zone: deployment shop: ");
        assertThat(text(deploys.wanted(node))).isEqualTo("zone east");
        assertThat(server.api("PATCH", base, Map.of("readOnly", true)).status()).isEqualTo(200);
    }

    @Test
    void templates_areRefused_whenTheyLeadElsewhere() {
        for (String path : List.of(
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a//b",
                "a/./b",
                "a\\b",
                "C:/x",
                "",
                " ",
                "a/",
                "x\ny",
                ".",
                "a/ b")) {
            assertThat(templates("app.tpl", path).status()).as(path).isEqualTo(400);
            assertThat(templates(path, "x").status()).as(path).isEqualTo(400);
        }
        assertThat(templates("a", "x", "b", "X").text("detail")).contains("X twice");
        String[] many = new String[42];
        for (int i = 0; i < many.length; i++) many[i] = "f" + i;
        assertThat(templates(many).text("detail")).contains("21 templates", "at most 20");
        assertThat(server.api("PATCH", "/deployments/" + deployment, Map.of("onConfig", "dance"))
                        .text("detail"))
                .contains("restart|reload|none");
        Reply now = server.api("GET", "/deployments/" + deployment, null);
        assertThat(now.text("templates.0.file")).isEqualTo("conf/app.yml");
        templates();
        assertThat(server.api("GET", "/deployments/" + deployment, null).at("templates"))
                .isNull();
    }

    @Test
    void files_areOfTheScopeAndTheGrayReleaseThatTheProcessWouldGet() {
        TestNode other = TestNode.enrolled(server, "web2");
        deploys.placement(deployment, other);
        server.api(
                "PATCH",
                "/placements/" + placement,
                Map.of("environmentSet", List.of(Map.of("name", "STARDUST_SCOPE", "value", "Test"))));
        Map<String, Object> scoped = Map.of("key", "db:host", "scope", "test", "value", "t1");
        server.api("POST", "/apps/" + app + "/config/releases", Map.of("edits", List.of(scoped)));
        running(release("1", "{{db:host}}"));
        assertThat(text(deploys.wanted(node))).isEqualTo("t1");
        String live = deploys.wanted(other).text("data.0.Config.Files.0.Sha256");

        draft("db:host", "gray", "text");
        assertThat(server.api("POST", "/apps/" + app + "/config/gray", Map.of("nodes", List.of("web2")))
                        .status())
                .isEqualTo(201);

        assertThat(text(deploys.wanted(node))).isEqualTo("t1");
        assertThat(deploys.wanted(other).text("data.0.Config.Files.0.Sha256"))
                .isEqualTo(Hashes.sha256Hex("gray".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(live);
        server.api("DELETE", "/apps/" + app + "/config/gray", null);
        assertThat(deploys.wanted(other).text("data.0.Config.Files.0.Sha256")).isEqualTo(live);
    }

    @Test
    void getAll_leavesOutWhatCannotBeMade_andSaysWhy() {
        running(release("1", "host: {{db:host}}\n"));
        server.api("PATCH", "/apps/" + app + "/config", Map.of("enabled", false));

        assertThat(deploys.wanted(node).at("data.0")).isNull();
        assertThat(deploys.placed(placement).text("observed.reason"))
                .contains("template app.tpl: line 1: no key db:host");

        server.api("POST", "/placements/" + placement + "/stop", null);
        assertThat(deploys.wanted(node).text("data.0.Desired")).isEqualTo("stopped");
        server.api("POST", "/placements/" + placement + "/start", null);
        server.api("PATCH", "/apps/" + app + "/config", Map.of("enabled", true));
        assertThat(deploys.wanted(node).number("data.0.Id")).isEqualTo(placement);
        assertThat(deploys.placed(placement).at("observed.reason")).isNull();
    }

    @Test
    void getAll_leavesOutWhatAForeignAgentCannotWrite() {
        running(release("1", "host: {{db:host}}\n"));
        node.version = "3.6.2";
        node.login(null);

        Reply wanted = server.link("/Deploy/GetAll?deployId=-1&deployName=&appName=", null, node.token);

        assertThat(wanted.at("data.0")).isNull();
        assertThat(deploys.placed(placement).text("observed.reason")).contains("web1", "writes no files");
    }
}
