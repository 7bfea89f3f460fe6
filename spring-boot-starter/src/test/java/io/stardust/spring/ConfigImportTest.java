package io.stardust.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.AppServer;
import io.stardust.client.Stardust;
import io.stardust.client.link.Awaits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code spring.config.import=stardust:} in real applications. */
class ConfigImportTest {
    @TempDir
    Path folder;

    private AppServer server; // made before each test

    @BeforeEach
    void startServer() throws IOException {
        server = new AppServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private ConfigurableApplicationContext start(String location, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--spring.config.import=" + location, "--spring.main.web-application-type=none"));
        arguments.addAll(List.of(more));
        return TestApp.start(ConfigApp.class, server, folder, arguments.toArray(String[]::new));
    }

    private static String host(ConfigurableApplicationContext context) {
        return context.getBean(ConfigApp.Db.class).getHost();
    }

    private static String greeting(ConfigurableApplicationContext context) {
        return context.getBean(ConfigApp.Greeter.class).greeting();
    }

    @Test
    void application_followsReleaseAndRollback_withoutARestart() throws IOException {
        server.config(5, Map.of("db:host", "a", "db:pool", "10", "greeting", "hello"));
        try (var context = start("stardust:")) {
            ConfigApp app = context.getBean(ConfigApp.class);
            assertThat(host(context)).isEqualTo("a");
            assertThat(context.getBean(ConfigApp.Db.class).getPool()).isEqualTo(10);
            assertThat(greeting(context)).isEqualTo("hello");
            assertThat(context.getEnvironment().getProperty("db:host")).isEqualTo("a");
            Awaits.until("socket", () -> !server.fake.sockets.isEmpty());

            server.publish(6, Map.of("db:host", "b", "db:pool", "10", "greeting", "bye"));
            Awaits.until("the release", () -> app.heard.contains("6 [db.host, greeting] b"));
            assertThat(greeting(context)).isEqualTo("bye");

            server.publish(7, Map.of("db:host", "a", "db:pool", "10", "greeting", "hello"));
            Awaits.until("the rollback", () -> app.heard.contains("7 [db.host, greeting] a"));
            assertThat(greeting(context)).isEqualTo("hello");
            assertThat(app.heard).hasSize(2);
        }
        assertThat(server.logins).hasValue(1);
    }

    @Test
    void application_takesTheRest_whenAValueCannotBeBound() throws IOException {
        server.config(5, Map.of("db:pool", "10", "greeting", "hello"));
        try (var context = start("stardust:")) {
            Awaits.until("socket", () -> !server.fake.sockets.isEmpty());

            server.publish(6, Map.of("db:pool", "many", "other.host", "b", "greeting", "bye"));

            ConfigApp app = context.getBean(ConfigApp.class);
            Awaits.until("the rest", () -> app.heard.contains("6 [db.pool, greeting, other.host] none"));
            assertThat(greeting(context)).isEqualTo("bye");
            assertThat(context.getBean(ConfigApp.Other.class).getHost()).isEqualTo("b");
        }
    }

    @Test
    void list_isBound_whenItsElementsAreNamedByTheirNumber() throws IOException {
        server.config(5, Map.of("db:hosts:0", "a", "db:hosts:1", "b", "routes:0:to", "east", "texts:404", "none"));
        try (var context = start("stardust:")) {
            Binder binder = Binder.get(context.getEnvironment());

            assertThat(binder.bind("db.hosts", Bindable.listOf(String.class)).get())
                    .containsExactly("a", "b");
            assertThat(binder.bind("texts", Bindable.mapOf(Integer.class, String.class))
                            .get())
                    .isEqualTo(Map.of(404, "none"));
            assertThat(context.getEnvironment().getProperty("routes[0].to")).isEqualTo("east");
            assertThat(context.getEnvironment().getProperty("texts.404")).isEqualTo("none");
        }
    }

    @Test
    void property_tellsItsOrigin() throws IOException {
        server.config(5, Map.of("db:host", "a"));
        try (var context = start("stardust:")) {
            var source = Objects.requireNonNull(
                    context.getEnvironment().getPropertySources().get("stardust:web"));

            Origin origin = OriginLookup.getOrigin(source, "db.host");

            assertThat(origin).hasToString("config of app web, version 5, key db:host");
            assertThat(OriginLookup.<String>getOrigin(source, "db.port")).isNull();
        }
    }

    @Test
    void application_startsFromItsDisk_whenThereIsNoServer() throws IOException {
        server.config(5, Map.of("db:host", "a"));
        start("stardust:").close();
        assertThat(folder.resolve("cache").resolve("config")).exists();
        server.fake.goAway();

        try (var context = start("stardust:", "--stardust.first-wait=50ms")) {
            assertThat(host(context)).isEqualTo("a");

            server.config(6, Map.of("db:host", "b"));
            server.fake.comeBack();
            Awaits.until("the server's", () -> host(context).equals("b"));
        }
    }

    @Test
    void start_fails_whenNeitherServerNorDiskAnswers_unlessTheImportIsOptional() throws IOException {
        server.config(5, Map.of("db:host", "a"));
        server.fake.goAway();

        assertThatThrownBy(() -> start("stardust:", "--stardust.first-wait=50ms"))
                .hasMessageContaining("config of app web, which " + server.url() + " has not answered in time");

        try (var context = start("optional:stardust:", "--stardust.first-wait=50ms")) {
            assertThat(host(context)).isEqualTo("none");
            server.fake.comeBack();
            Awaits.until("the server's", () -> host(context).equals("a"));
        }
    }

    @Test
    void start_saysWhatToSet_whenNoServerIsTold() {
        assertThatThrownBy(() -> plain("--spring.config.import=stardust:"))
                .hasMessageContaining("set stardust.server")
                .hasMessageContaining("optional:stardust:");
        plain("--spring.config.import=optional:stardust:").close();
        plain("--spring.config.import=stardust:", "--stardust.enabled=false").close();
        assertThatThrownBy(() -> plain("--spring.config.import=stardust:web", "--stardust.server=http://127.0.0.1:1"))
                .hasStackTraceContaining("expected: stardust: alone");
    }

    private static ConfigurableApplicationContext plain(String... arguments) {
        var application = new SpringApplication(ConfigApp.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(Map.of(
                "spring.application.name", "web",
                "spring.main.web-application-type", "none",
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn"));
        return application.run(arguments);
    }

    @Test
    void documentOfAProfile_maySayWhereTheServerIs() throws IOException {
        server.config(5, Map.of("db:host", "a"));
        Path settings = Files.createDirectory(folder.resolve("settings"));
        List<String> lines = List.of(
                "spring.config.import=stardust:",
                "#---",
                "spring.config.activate.on-profile=live",
                "stardust.server=" + server.url(),
                "stardust.secret=s1",
                "stardust.first-wait=20s",
                "stardust.cache=" + folder.resolve("cache"));
        Files.write(settings.resolve("application.properties"), lines);

        try (var context = plain("--spring.config.location=" + settings + "/", "--spring.profiles.active=live")) {
            assertThat(host(context)).isEqualTo("a");
        }
    }

    @Test
    void refreshOfSpringCloud_findsTheStardustThatThereIs() throws IOException {
        server.config(5, Map.of("db:host", "a"));
        try (var context = start("stardust:")) {
            Awaits.until("socket", () -> !server.fake.sockets.isEmpty());
            Stardust before = context.getBean(Stardust.class);

            context.getBean(ContextRefresher.class).refresh();

            assertThat(Objects.requireNonNull(StardustConfigSource.in(context.getEnvironment()))
                            .getSource())
                    .isSameAs(before);
            server.publish(6, Map.of("db:host", "b"));
            Awaits.until("the release", () -> host(context).equals("b"));
        }
        assertThat(server.logins).hasValue(1);
    }
}
