package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Boot applications with the client of Netflix Eureka, run by our agent, are published while another calls them. */
class EurekaPublishTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2); // starts of Spring Boot where no core is free

    @RegisterExtension
    static final World WORLD = new World(Map.of("STARDUST_EUREKA_ENABLED", "true"));

    /** A deployment whose process registers the service {@code twin} by itself. */
    private record Twin(Sdk app, SeedApp placed) {
        static Twin of(AgentProcess agent, String name) throws IOException {
            Sdk app = Sdk.of(WORLD, name, 1);
            Twin twin = new Twin(app, SeedApp.on(WORLD, agent, name, Map.of("port", Http.freePort())));
            twin.publish("1");
            return twin;
        }

        /** Returns the rollout with its steps. */
        String publish(String version) throws IOException {
            Deploys deploys = WORLD.deploys();
            long release = deploys.release(placed.app(), version, Newcomer.release(WORLD, app, "twin", version));
            Doc rollout = deploys.ended(deploys.rollOut(placed.app(), release), PATIENCE);
            assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("done");
            return WORLD.api()
                    .get("/rollouts/" + rollout.number("id") + "?steps=true")
                    .toString();
        }
    }

    @Test
    @Timeout(400)
    void publish_failsNoCallOfAClient_thatFindsTheAppByEureka() throws Exception {
        Newcomer caller = Newcomer.start(WORLD, "caller", 3);
        AgentProcess agent = WORLD.agent("eureka");
        Twin left = Twin.of(agent, "left");
        Twin.of(agent, "right");
        Awaits.until("the caller finds both", PATIENCE, () -> caller.count("twin") == 2);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        var done = new AtomicLong();
        var over = new AtomicBoolean();
        Thread calls = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                try {
                    HttpResponse<String> said = caller.ask("/ask/twin");
                    if (said.statusCode() != 200) failures.add(said.statusCode() + " " + said.body());
                } catch (IOException e) {
                    failures.add(e.toString());
                }
                done.incrementAndGet();
            }
        });
        try {
            Awaits.until("calls", PATIENCE, () -> done.get() > 50);

            String steps = left.publish("2");

            Awaits.until("the caller finds both again", PATIENCE, () -> caller.count("twin") == 2);
            long enough = done.get() + 50;
            Awaits.until("calls of both", PATIENCE, () -> done.get() > enough);
            assertThat(steps).contains("draining", "stopped").doesNotContain("did not acknowledge");
        } finally {
            over.set(true);
            calls.join();
            caller.kill();
        }
        assertThat(failures).isEmpty();
    }
}
