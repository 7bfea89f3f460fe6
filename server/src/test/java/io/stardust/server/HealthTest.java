package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.stardust.protocol.loop.Heartbeat;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.logs.LogsState;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final LogsState LOGS = new LogsState(LogsState.FAILING, "/data/telemetry: no room");

    @TempDir
    Path folder;

    @Test
    void view_isDownWithTheLoop_whenOneIsStuck() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        Loop.Work<String> work = item -> {
            begun.countDown();
            end.await();
        };
        try (Database db = TestDatabase.in(folder).start();
                Loop stuck = Loop.of(new Heartbeat("planted", Duration.ZERO), () -> "item", work, () -> {})) {
            var health = new Health(db, () -> List.of(stuck), () -> LOGS, InstantSource.system(), PATIENCE);
            assertThat(health.view().up()).isTrue();

            stuck.start();
            begun.await();

            assertThat(health.view().up()).isFalse();
            assertThat(health.view().problems()).singleElement().asString().startsWith("loop planted: stuck for 0 s");
            end.countDown();
        }
    }

    @Test
    void view_isDown_whenTheDatabaseTakesNoWrite() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (Database db = TestDatabase.in(folder).start()) {
            var health = new Health(db, List::of, () -> LOGS, InstantSource.system(), Duration.ofMillis(1));
            Thread writer = Thread.ofPlatform()
                    .start(() -> db.write(sql -> {
                        begun.countDown();
                        await(end);
                        return sql;
                    }));
            begun.await();

            assertThat(health.view().problems()).containsExactly("database: no write within 0 s");

            end.countDown();
            writer.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void view_isUp_whenTheLogsFail() {
        try (Database db = TestDatabase.in(folder).start()) {
            var health = new Health(db, db::loops, () -> LOGS, InstantSource.system(), PATIENCE);

            assertThat(health.view().up()).isTrue();
            assertThat(health.view().telemetry()).isEqualTo(LOGS);
        }
    }

    @Test
    void view_isDown_whenTheDatabaseHasEnded() {
        Database db = TestDatabase.in(folder).start();
        var health = new Health(db, db::loops, () -> LOGS, InstantSource.system(), PATIENCE);

        db.close();

        assertThat(health.view().problems()).containsExactly("database: the database is closed");
    }

    @Test
    void health_tellsStrangersNothingOfDatabaseAndDisk() throws IOException, InterruptedException {
        Database db = TestDatabase.in(folder).start();
        var health = new Health(db, db::loops, () -> LOGS, InstantSource.system(), PATIENCE);
        var routing = HttpRouting.builder();
        new HealthRoutes(health, request -> request.headers().contains(HeaderNames.AUTHORIZATION)).register(routing);
        WebServer web = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .addRouting(routing)
                .build()
                .start();
        db.close();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var stranger = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + "/health"));
            var known = stranger.copy().header("Authorization", "Bearer x");

            var told = http.send(stranger.build(), BodyHandlers.ofString());
            assertThat(told.statusCode()).isEqualTo(503);
            assertThat(told.body())
                    .contains("\"database: failing\"", "\"telemetry\":{\"state\":\"failing\"}")
                    .doesNotContain("closed", "room");
            assertThat(http.send(known.build(), BodyHandlers.ofString()).body())
                    .contains("database: the database is closed", "/data/telemetry: no room");
        } finally {
            web.stop();
        }
    }

    @Test
    void health_namesEveryLoop_whenTheServerRuns() throws IOException, InterruptedException {
        try (Server server =
                new Server(ServerSettings.defaults(folder, 0).withBind("127.0.0.1"), InstantSource.system()).start()) {
            Set<Loop> found = loopsIn(server);

            assertThat(server.loops()).as("whoever has a loop shows it").containsExactlyInAnyOrderElementsOf(found);

            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health"))
                    .build();
            try (HttpClient http = HttpClient.newHttpClient()) {
                var answer = http.send(request, BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).startsWith("{\"status\":\"up\",\"problems\":[]");
                for (Loop loop : found)
                    assertThat(answer.body())
                            .contains("\"name\":\"" + loop.state().name() + "\"");
            }
        }
    }

    /** All that can be reached from {@code root} through our own objects. */
    private static Set<Loop> loopsIn(Object root) {
        Set<Loop> loops = new LinkedHashSet<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> waiting = new ArrayDeque<>(List.of(root));
        while (!waiting.isEmpty()) {
            Object each = waiting.pop();
            if (!seen.add(each)) continue;
            if (each instanceof Loop loop) loops.add(loop);
            else if (each instanceof Collection<?> all) all.forEach(one -> push(waiting, one));
            else if (each instanceof Map<?, ?> map) map.values().forEach(one -> push(waiting, one));
            else if (each.getClass().getName().startsWith("io.stardust.server")) fields(each, waiting);
        }
        return loops;
    }

    private static void fields(Object of, Deque<Object> waiting) {
        for (Class<?> type = of.getClass();
                type != null && type.getName().startsWith("io.stardust");
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) continue;
                field.setAccessible(true);
                try {
                    push(waiting, field.get(of));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private static void push(Deque<Object> waiting, Object one) {
        boolean walked = one instanceof Collection || one instanceof Map || one instanceof Loop;
        if (one != null && (walked || one.getClass().getName().startsWith("io.stardust.server"))) waiting.push(one);
    }
}
