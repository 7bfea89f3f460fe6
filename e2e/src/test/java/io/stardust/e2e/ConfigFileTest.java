package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Apps that get their config as files: a site of nginx, and a script that is started anew. */
class ConfigFileTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final String CONF = """
            daemon off;
            pid nginx.pid;
            error_log stderr;
            worker_processes 1;
            events { }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server { listen 127.0.0.1:{{site:port}}; return 200 '{{site:text}}'; }
            }
            """;

    private static AgentProcess agent;

    @BeforeAll
    static void startAgent() throws IOException {
        agent = WORLD.agent("files");
    }

    private static long config(SeedApp app) throws IOException {
        return WORLD.api().get("/deployments/" + app.app()).number("appId");
    }

    private static Doc publish(SeedApp app, String... pairs) throws IOException {
        List<Map<String, String>> edits = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) edits.add(Map.of("key", pairs[i], "value", pairs[i + 1]));
        return WORLD.api().post("/apps/" + config(app) + "/config/releases", Map.of("edits", edits));
    }

    private static long pid(SeedApp app) throws IOException {
        return app.seen().number("observed.pid");
    }

    @Test
    @Timeout(180)
    void nginx_takesItsConfig_withoutANewProcess_andWithoutAServer() throws Exception {
        Path program = Nginx.program();
        int port = Http.freePort();
        SeedApp site = SeedApp.on(
                WORLD,
                agent,
                "site",
                Map.of(
                        "fileName",
                        program.toString(),
                        "arguments",
                        "-p . -c conf/nginx.conf -e error.log",
                        "templates",
                        List.of(Map.of("template", "conf/nginx.conf.tpl", "file", "conf/nginx.conf")),
                        "onConfig",
                        "reload"));
        publish(site, "site:port", String.valueOf(port), "site:text", "one");
        site.publish("1", Map.of("conf/nginx.conf.tpl", CONF));
        Http.awaitAnswer(port, "/", "one");
        long first = pid(site);
        Path file = site.work().resolve("conf/nginx.conf");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        publish(site, "site:text", "two");
        Http.awaitAnswer(port, "/", "two");
        WORLD.api().post("/apps/" + config(site) + "/config/releases", Map.of("number", 1));
        Http.awaitAnswer(port, "/", "one");
        WORLD.deploys().awaitConverged(site.placement());
        assertThat(pid(site)).isEqualTo(first);

        Map<String, Object> gone = Map.of("edits", List.of(Map.of("key", "site:text", "act", "remove")));
        assertThatThrownBy(() -> WORLD.api().post("/apps/" + config(site) + "/config/releases", gone))
                .hasMessageContaining("deployment site: template conf/nginx.conf.tpl")
                .hasMessageContaining("no key site:text");
        long bad = site.release("2", "", Map.of("conf/nginx.conf.tpl", "{{unknown}}"));
        assertThatThrownBy(() -> WORLD.deploys().rollOut(site.app(), bad)).hasMessageContaining("no key unknown");
        Http.awaitAnswer(port, "/", "one");
        assertThat(pid(site)).isEqualTo(first);

        agent.jvm().kill();
        WORLD.server().jvm().kill();
        Procs.in(site.work()).forEach(Procs::kill);
        Awaits.until(
                "nginx is gone",
                Duration.ofSeconds(10),
                () -> Procs.in(site.work()).isEmpty());
        Files.delete(file);
        agent.start();
        Http.awaitAnswer(port, "/", "one");

        WORLD.server().start();
        WORLD.awaitOnline(agent);
        publish(site, "site:text", "three");
        Http.awaitAnswer(port, "/", "three");
        site.act("stop");
        site.awaitNone();
    }

    @Test
    @Timeout(120)
    void script_isStartedAnew_withASecretThatIsInNoLog() throws IOException {
        String secret = "pass-8e41c7d2f0";
        WORLD.secrets().add(secret);
        SeedApp app = SeedApp.on(
                WORLD,
                agent,
                "script",
                Map.of("templates", List.of(Map.of("template", "app.tpl", "file", "app.conf"))));
        WORLD.api()
                .post(
                        "/apps/" + config(app) + "/config/releases",
                        Map.of("edits", List.of(Map.of("key", "password", "value", secret, "type", "secret"))));
        publish(app, "level", "1");
        String program = "#!/bin/sh\ncp app.conf seen.txt\nexec sleep 1000000\n";
        app.publish("1", Map.of("run.sh", program, "app.tpl", "{{level}} {{password}}"));
        long first = app.pid();
        Path seen = app.work().resolve("seen.txt");
        Awaits.until(
                "it reads its file",
                Duration.ofSeconds(10),
                () -> Files.readString(seen).equals("1 " + secret));

        publish(app, "level", "2");

        app.awaitOther(first);
        Awaits.until(
                "it reads its file",
                Duration.ofSeconds(10),
                () -> Files.readString(seen).equals("2 " + secret));
        Doc check = WORLD.api().get("/apps/" + config(app) + "/config/check");
        assertThat(check.toString()).doesNotContain(secret);
        app.act("stop");
        app.awaitNone();
    }
}
