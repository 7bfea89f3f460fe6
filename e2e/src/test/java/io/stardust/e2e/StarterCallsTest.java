package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spring Boot applications with the starter, one of Boot 3.5 and one of Boot 4, as the agent runs them. */
class StarterCallsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2); // two starts of Spring Boot where no core is free

    @RegisterExtension
    static final World WORLD = new World();

    /** A sample that is being deployed. */
    private record Neighbour(int port, long rollout) {
        /** Begins to deploy the sample of {@code boot} as the app {@code name}. */
        static Neighbour deploy(AgentProcess agent, String name, int boot) throws IOException {
            int port = Http.freePort();
            SeedApp app = SeedApp.on(WORLD, agent, name, Map.of("port", port));
            Path zip = Zips.jar(WORLD.file(name + ".zip"), Samples.neighbour(boot));
            return new Neighbour(
                    port, WORLD.deploys().rollOut(app.app(), WORLD.deploys().release(app.app(), "1", zip)));
        }

        void awaitStart() throws IOException {
            Doc ended = WORLD.deploys().ended(rollout, PATIENCE);
            assertThat(ended.text("status")).as("%s", ended).isEqualTo("done");
        }

        /** Its answer, once there is one: it hears a moment later of the other, and of its token. */
        String answer(String path) {
            return Awaits.value(
                            path + " at " + port,
                            PATIENCE,
                            () -> Http.get(port, path),
                            said -> said.statusCode() == 200)
                    .body();
        }
    }

    @Test
    @Timeout(300)
    void bootApps_callEachOtherWithTokens_withoutASetting() throws IOException {
        AgentProcess agent = WORLD.agent("neighbours");
        Neighbour three = Neighbour.deploy(agent, "three", 3);
        Neighbour four = Neighbour.deploy(agent, "four", 4);
        three.awaitStart();
        four.awaitStart();

        assertThat(three.answer("/ask/four")).startsWith("Boot 4.").endsWith("was asked by three");
        assertThat(four.answer("/ask/three")).startsWith("Boot 3.5.").endsWith("was asked by four");

        for (Neighbour each : List.of(three, four)) {
            assertThat(Http.get(each.port(), "/hello").statusCode()).isEqualTo(401);
            assertThat(Http.get(each.port(), "/hello", "Authorization", "Bearer a.b.c")
                            .statusCode())
                    .isEqualTo(401);
        }
    }
}
