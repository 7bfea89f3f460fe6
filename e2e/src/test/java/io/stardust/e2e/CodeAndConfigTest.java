package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A rollout that carries config: real processes on two nodes say which code and which config they run with. */
class CodeAndConfigTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @RegisterExtension
    static final World WORLD = new World();

    /** Asks both all the time, and keeps each answer that it hears. */
    private static final class Listener implements AutoCloseable {
        private final Set<String> heard = new TreeSet<>(); // guarded by itself
        private final int[] ports;
        private volatile boolean over;
        private final Thread thread = Thread.ofVirtual().unstarted(this::listen);

        Listener(int... ports) {
            this.ports = ports;
            thread.start();
        }

        private void listen() {
            while (!over) {
                for (int port : ports) {
                    try {
                        String answer = Http.get(port, "/").body();
                        synchronized (heard) {
                            heard.add(answer);
                        }
                    } catch (IOException _) {
                        LockSupport.parkNanos(10_000_000); // it is being exchanged
                    }
                }
            }
        }

        Set<String> heard() {
            synchronized (heard) {
                return Set.copyOf(heard);
            }
        }

        @Override
        public void close() {
            over = true;
        }
    }

    private static void edit(String config, String greeting) throws IOException {
        Map<String, String> edit = Map.of("key", "greeting", "value", greeting);
        WORLD.api().post(config + "/draft", Map.of("edits", List.of(edit)));
    }

    private static long release(long deployment, String version) throws IOException {
        return WORLD.deploys()
                .release(
                        deployment,
                        version,
                        Zips.marked(WORLD.file("greeter-" + version + ".zip"), Samples.sample("greeter"), version));
    }

    private static Doc rollout(long id) throws IOException {
        return WORLD.api().get("/rollouts/" + id);
    }

    private static Doc await(long rollout, String status) {
        return Awaits.value(
                "rollout " + rollout + " is " + status,
                PATIENCE,
                () -> rollout(rollout),
                seen -> seen.text("status").equals(status));
    }

    private static Doc awaitConfig(long rollout, String state) {
        return Awaits.value(
                "the config of rollout " + rollout + " is " + state,
                PATIENCE,
                () -> rollout(rollout),
                seen -> seen.text("config.state").equals(state));
    }

    @Test
    void codeAndConfig_goTogether_andBack() throws Exception {
        AgentProcess east = WORLD.agent("east");
        AgentProcess west = WORLD.agent("west");
        int first = Http.freePort();
        int second = Http.freePort();
        Map<String, Object> settings = Map.of("fileName", "greeter.jar", "port", first, "portArgument", "none");
        SeedApp app = SeedApp.on(WORLD, east, "greeter", settings);
        SeedApp.place(WORLD, west, app.app(), "greeter", Map.of("port", second));
        String config = "/apps/" + WORLD.api().get("/deployments/" + app.app()).number("appId") + "/config";
        edit(config, "old");
        WORLD.api().post(config + "/releases", Map.of());
        WORLD.deploys().publishWell(app.app(), release(app.app(), "1"));
        Http.awaitAnswer(first, "/", "1 old");
        Http.awaitAnswer(second, "/", "1 old");
        long two = release(app.app(), "2");
        edit(config, "new");

        try (var listener = new Listener(first, second)) {
            Map<String, Object> how = new HashMap<>();
            how.put("deploymentId", app.app());
            how.put("releaseId", two);
            how.put("config", "draft");
            how.put("batch", "1");
            how.put("pauseAfterCanary", true);
            long forth = WORLD.api().post("/rollouts", how).number("id");
            Doc paused = await(forth, "paused");
            Doc moved = paused.list("placements").stream()
                    .filter(part -> part.text("state").equals("ready"))
                    .findFirst()
                    .orElseThrow();
            boolean atEast = moved.text("nodeName").equals("east");
            Http.awaitAnswer(atEast ? first : second, "/", "2 new");
            assertThat(Http.get(atEast ? second : first, "/").body()).isEqualTo("1 old");
            assertThat(moved.list("instances").getFirst().yes("gray")).isTrue();

            WORLD.api().post("/rollouts/" + forth + "/resume", Map.of());
            awaitConfig(forth, "published");
            Http.awaitAnswer(first, "/", "2 new");
            Http.awaitAnswer(second, "/", "2 new");

            long back = WORLD.api()
                    .post("/deployments/" + app.app() + "/rollback", Map.of("batch", "1"))
                    .number("id");
            awaitConfig(back, "published");
            Http.awaitAnswer(first, "/", "1 old");
            Http.awaitAnswer(second, "/", "1 old");

            edit(config, "bad");
            how.put("releaseId", release(app.app(), "broken"));
            how.put("pauseAfterCanary", false);
            how.put("batch", "100%");
            how.put("onFailure", "revert");
            how.put("healthSeconds", 15);
            long broken = WORLD.api().post("/rollouts", how).number("id");
            assertThat(awaitConfig(broken, "withdrawn").text("status")).isEqualTo("failed");
            Http.awaitAnswer(first, "/", "1 old");
            Http.awaitAnswer(second, "/", "1 old");

            assertThat(listener.heard())
                    .as("neither code ever ran with the other's config")
                    .containsExactlyInAnyOrder("1 old", "2 new");
            assertThat(WORLD.api().get(config).number("drafts")).isEqualTo(1);
        }
    }
}
