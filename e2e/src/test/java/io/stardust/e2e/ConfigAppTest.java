package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Spring Boot application that imports its config, on two machines, each with its own agent. */
@Tag("alone")
class ConfigAppTest {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(2);

    @RegisterExtension
    static final World WORLD = new World();

    private static Instance left;
    private static Instance right;
    private static String config;

    /** The application on one machine. */
    private record Instance(AgentProcess agent, SeedApp app, int port) {
        /** Places it; its variables say where its config is kept, and that it has one. */
        static Instance place(long deployment, String machine) throws IOException {
            AgentProcess agent = WORLD.agent(machine);
            int port = Http.freePort();
            List<Map<String, String>> variables = List.of(
                    Map.of("name", "SPRING_CONFIG_IMPORT", "value", "stardust:"),
                    Map.of("name", "STARDUST_FIRST_WAIT", "value", "5s"), // two starts of Spring Boot on two cores
                    Map.of(
                            "name",
                            "STARDUST_CACHE",
                            "value",
                            WORLD.file("cache-" + machine).toString()));
            Map<String, Object> own = Map.of("port", port, "environment", variables);
            return new Instance(agent, SeedApp.place(WORLD, agent, deployment, "shop", own), port);
        }

        String says() throws IOException {
            return Http.get(port, "/greeting").body();
        }

        void awaitSays(String words, Duration atMost) {
            Awaits.value(agent.name() + " says " + words, atMost, this::says, words::equals);
        }
    }

    @BeforeAll
    static void deploy() throws IOException {
        Deploys deploys = WORLD.deploys();
        long deployment = deploys.deployment("shop", Map.of());
        left = Instance.place(deployment, "left");
        right = Instance.place(deployment, "right");
        Doc shop = Awaits.value(
                "the app", SOON, () -> WORLD.api().all("/apps?q=shop").getFirst(), app -> app.has("id"));
        config = "/apps/" + shop.number("id") + "/config";
        publish("greeting:word", "hello");
        Path zip = Zips.jar(WORLD.file("shop.zip"), Samples.neighbour(4));
        Doc rollout = deploys.ended(
                deploys.rollOut(deployment, deploys.release(deployment, "1", zip)), START.multipliedBy(2));
        assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("done");
    }

    /** What is live at the beginning of each test. */
    @BeforeEach
    void begin() throws IOException {
        publish("greeting:word", "hello");
        publish("greeting:names:0", "all");
        left.awaitSays("hello all", START);
        right.awaitSays("hello all", START);
    }

    private static Map<String, Object> edits(String key, String value) {
        return Map.of("edits", List.of(Map.of("act", "set", "key", key, "value", value)));
    }

    /** Publishes one value, unless it is live. */
    private static void publish(String key, String value) throws IOException {
        if (!live(key).equals(value)) WORLD.api().post(config + "/releases", edits(key, value));
    }

    private static String live(String key) throws IOException {
        return WORLD.api().all(config + "/items?q=" + key).stream()
                .findFirst()
                .map(item -> item.text("value"))
                .orElse("");
    }

    private static long release() throws IOException {
        return WORLD.api().get(config).number("release");
    }

    @Test
    void app_behavesOtherwiseOnPublishAndRollback_withoutARestart() throws IOException {
        long before = release();
        long pid = left.app().pid();

        publish("greeting:word", "bonjour");
        left.awaitSays("bonjour all", SOON);
        right.awaitSays("bonjour all", SOON);
        publish("greeting:names:1", "each");
        left.awaitSays("bonjour all and each", SOON);

        WORLD.api().post(config + "/releases", Map.of("number", before));
        left.awaitSays("hello all", SOON);
        right.awaitSays("hello all", SOON);

        assertThat(left.app().pid()).isEqualTo(pid);
    }

    @Test
    void gray_reachesTheInstancesOfTheNamedMachine_andNoOther() throws IOException {
        WORLD.api().post(config + "/draft", edits("greeting:word", "salut"));
        WORLD.api().post(config + "/gray", Map.of("nodes", List.of("left")));

        left.awaitSays("salut all", SOON);
        publish("greeting:names:0", "both"); // once the right one has it, it has what came before, too
        right.awaitSays("hello both", SOON);
        left.awaitSays("salut both", SOON);
        assertThat(WORLD.api().get(config + "/instances").list("items"))
                .allSatisfy(one ->
                        assertThat(one.yes("gray")).isEqualTo(one.text("node").equals("left")))
                .hasSize(2);

        WORLD.api().delete(config + "/gray");
        left.awaitSays("hello both", SOON);
        WORLD.api().post(config + "/gray", Map.of("nodes", List.of("right")));
        right.awaitSays("salut both", SOON);
        WORLD.api().post(config + "/gray/promotion", Map.of());
        left.awaitSays("salut both", SOON);
        assertThat(right.says()).isEqualTo("salut both");
    }

    @Test
    @Timeout(180)
    void app_startsWithWhatItsDiskHas_andGetsWhatWasPublishedMeanwhile() throws IOException {
        publish("greeting:word", "ciao");
        left.awaitSays("ciao all", SOON);
        long pid = left.app().pid();
        WORLD.server().jvm().kill();

        Procs.kill(pid);
        left.app().awaitOther(pid);
        left.awaitSays("ciao all", START);

        long second = left.app().pid();
        WORLD.server().start();
        Procs.kill(second);
        publish("greeting:word", "hola"); // while it is away
        left.app().awaitOther(second);
        left.awaitSays("hola all", START);
        right.awaitSays("hola all", SOON);
    }

    @Test
    @Timeout(value = 300)
    void instances_haveWhatWasCommitted_soonAfterTheServerThatWasKilledIsBack() throws Exception {
        var random = new Random(7);
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int kill = 0; kill < LongRun.kills(3); kill++) {
                String words = "turn" + kill;
                CompletableFuture<Void> published = CompletableFuture.runAsync(() -> tryToPublish(words), people);
                LockSupport.parkNanos(random.nextInt(30_000_000)); // anywhere between the question and the push
                WORLD.server().jvm().kill();
                published.join();
                WORLD.server().start();

                String word = live("greeting:word");
                left.awaitSays(word + " all", SOON);
                right.awaitSays(word + " all", SOON);
            }
        }
    }

    /** Nobody was connected to whom that server could have told it, as if it was killed right after the commit. */
    @Test
    @Timeout(value = 180)
    void instances_haveWhatWasCommitted_whenTheServerWasKilledBeforeItToldThem() throws IOException {
        WORLD.server().jvm().kill();
        ServerProcess unheard = WORLD.server().twin();
        unheard.start();
        unheard.api().post(config + "/releases", edits("greeting:word", "unheard"));
        unheard.jvm().kill();
        assertThat(left.says()).isEqualTo("hello all");

        WORLD.server().start();

        left.awaitSays("unheard all", SOON);
        right.awaitSays("unheard all", SOON);
    }

    /** Whether it is committed, or answered, is left to the moment of the kill. */
    private static void tryToPublish(String word) {
        try {
            WORLD.api().post(config + "/releases", edits("greeting:word", word));
        } catch (IOException killed) {
            // as it was meant
        }
    }
}
