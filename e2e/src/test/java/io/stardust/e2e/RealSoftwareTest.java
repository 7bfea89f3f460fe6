package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people really deploy: a Spring Boot application, a site that nginx serves, a shell task. */
class RealSoftwareTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static AgentProcess agent;

    @BeforeAll
    static void startAgent() throws IOException {
        agent = WORLD.agent("real");
    }

    @Test
    @Timeout(240) // three starts of Spring Boot, each some seconds where a core is free
    void springBoot_isDeployedUpgradedAndRolledBack_onThePortItIsGiven() throws IOException {
        Deploys deploys = WORLD.deploys();
        int port = Http.freePort();
        SeedApp app = SeedApp.on(
                WORLD,
                agent,
                "spring",
                Map.of("port", port, "readiness", Map.of("kind", "http", "target", "/", "expect", "Hello")));
        long one = deploys.release(
                app.app(), "1", Zips.jar(WORLD.file("s1.zip"), Samples.springBoot(), "--sample.version=one"));
        long two = deploys.release(
                app.app(), "2", Zips.jar(WORLD.file("s2.zip"), Samples.springBoot(), "--sample.version=two"));

        publishPatiently(deploys, app, one);
        // ready means that it answers, not that it has begun to start
        assertThat(Http.get(port, "/").body()).isEqualTo("Hello from spring one");
        publishPatiently(deploys, app, two);
        assertThat(Http.get(port, "/").body()).isEqualTo("Hello from spring two");
        long back = WORLD.api()
                .post("/deployments/" + app.app() + "/rollback", Map.of())
                .number("id");
        assertThat(deploys.ended(back, PATIENCE).text("status")).isEqualTo("done");
        assertThat(Http.get(port, "/").body()).isEqualTo("Hello from spring one");
        assertThat(app.output()).contains("Started Greeter");
        app.act("stop");
        app.awaitNone();
    }

    private static void publishPatiently(Deploys deploys, SeedApp app, long release) throws IOException {
        Doc rollout = deploys.ended(deploys.rollOut(app.app(), release), PATIENCE);
        assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("done");
    }

    @Test
    void nginxSite_isDeployedUpgradedAndRolledBack_andKeepsWhatIsItsOwn() throws Exception {
        Path program = Nginx.program();
        int port = Http.freePort();
        int second = Http.freePort();
        Path site = agent.app("web");
        Path home = Files.createDirectories(WORLD.file("nginx"));
        Path conf = Files.writeString(home.resolve("nginx.conf"), """
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                user root;
                worker_processes 1;
                events { }
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    server { listen 127.0.0.1:%2$d; root %3$s/html; }
                    include %3$s/sites/*.conf;
                }
                """.formatted(home, port, site));
        String nginx = program + " -p " + home + " -c " + conf + " -e " + home.resolve("error.log");
        run(home, nginx);
        Deploys deploys = WORLD.deploys();
        SeedApp app = SeedApp.on(
                WORLD,
                agent,
                "web",
                Map.of("mode", "hosted", "keep", "sites/local*.conf", "reloadCommand", nginx + " -s reload"));

        app.publish("1", "&mode=full", site(second, "one"));
        Http.awaitAnswer(port, "/", "site one");
        Http.awaitAnswer(second, "/", "served by one"); // only a reload opens that port
        Files.writeString(site.resolve("sites/local.conf"), "# by the operator");
        app.publish("2", "&mode=full", site(second, "two"));
        Http.awaitAnswer(port, "/", "site two");
        Http.awaitAnswer(second, "/", "served by two");
        assertThat(site.resolve("sites/local.conf")).hasContent("# by the operator");

        Doc bad = deploys.publish(
                app.app(), app.release("3", "&mode=full", Map.of("html/index.html", "3", "sites/a.conf", "nonsense;")));
        assertThat(bad.text("status")).isEqualTo("failed");
        assertThat(bad.text("placements.0.reason")).contains("reload command", "exited with code 1");
        Awaits.value( // the step ends the rollout, the state with the output comes after it
                "what nginx says",
                Duration.ofSeconds(20),
                () -> deploys.placement(app.placement()).text("observed.output"),
                text -> text.contains("nonsense"));
        Http.awaitAnswer(second, "/", "served by two"); // as nginx has it still

        assertThat(deploys.rollBack(app.app()).text("status")).isEqualTo("done");
        Http.awaitAnswer(port, "/", "site two");
        long two = deploys.placement(app.placement()).number("observed.releaseId");
        deploys.publishWell(app.app(), two - 1);
        Http.awaitAnswer(second, "/", "served by one");
        assertThat(site.resolve("sites/local.conf")).exists();
        run(home, nginx + " -s stop");
    }

    private static Map<String, String> site(int port, String version) {
        return Map.of(
                "html/index.html",
                "site " + version,
                "sites/a.conf",
                "server { listen 127.0.0.1:%d; return 200 'served by %s'; }".formatted(port, version),
                "sites/local.conf",
                "# by the package");
    }

    @Test
    void shellTask_isDeployedUpgradedAndRolledBack_andRunsOnceEachTime() throws IOException {
        Deploys deploys = WORLD.deploys();
        SeedApp app = SeedApp.on(WORLD, agent, "shell-task", Map.of("mode", "task"));
        long one = deploys.release(app.app(), "1.0", Samples.sample("task"));
        String script = "#!/bin/sh\necho \"task 2.0 is done\"\ncat last-run.txt\n";

        deploys.publishWell(app.app(), one);
        app.awaitState("done");
        app.publish("2.0", Map.of("task.sh", script));
        app.awaitState("done");
        assertThat(deploys.rollBack(app.app()).text("status")).isEqualTo("done");

        String printed = Awaits.value(
                "three runs", Duration.ofSeconds(20), app::output, text -> text.split("is done", -1).length == 4);
        assertThat(printed.indexOf("task 2.0")).isBetween(1, printed.lastIndexOf("task 1.0"));
        assertThat(Procs.in(app.work())).isEmpty();
    }

    @Test
    void shellService_isDeployedUpgradedAndRolledBack() throws IOException {
        Deploys deploys = WORLD.deploys();
        SeedApp app = SeedApp.on(WORLD, agent, "shell", Map.of("environments", "EVERY=1"));
        deploys.publishWell(app.app(), deploys.release(app.app(), "1.0", Samples.sample("shell")));
        app.publish("2.0", Map.of("shell.sh", "#!/bin/sh\necho shell 2.0\nexec sleep 1000000\n"));

        assertThat(deploys.rollBack(app.app()).text("status")).isEqualTo("done");

        assertThat(app.output()).containsSubsequence("shell 1.0 starts", "shell 1.0 stops", "shell 2.0", "1.0 starts");
    }

    private static void run(Path folder, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command.split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s", Files.readString(folder.resolve("out.log")))
                .isZero();
    }
}
