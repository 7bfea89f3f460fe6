package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What must be known to nobody else is in no log, however much the programs say. */
class SecretsTest {
    @RegisterExtension
    static final World WORLD = new World(Map.of("STARDUST_LOG_LEVEL", "debug"));

    private static final String APP_SECRET = "hunter2-of-the-e2e-tests";
    private static final String WRONG_PASSWORD = "wrong-password-of-the-e2e-tests";

    @Test
    void logs_holdNoSecret_whenTheySayAllTheyCan() throws IOException {
        Path data = WORLD.directory().resolve("talkative");
        AgentProcess agent =
                WORLD.agent("talkative", WORLD.server().address(), data, Map.of("STARDUST_AGENT_LOG_LEVEL", "debug"));
        Doc token = WORLD.api().post("/tokens", Map.of("kind", "api", "name", "a script"));
        var script = new Api(WORLD.server().address(), token.text("token"));
        Deploys deploys = new Deploys(script);
        long app = deploys.deployment("secretive", Map.of("environments", "PASSWORD=" + APP_SECRET));
        deploys.place(app, WORLD.awaitOnline(agent));
        Path zip = Zips.sleeper(WORLD.file("secretive.zip"), "1");
        deploys.publishWell(app, deploys.release(app, "1", zip));
        refusedSignIn();
        agent.jvm().kill();
        agent.start();
        WORLD.awaitOnline(agent);

        Secrets secrets = WORLD.secrets();
        List.of(APP_SECRET, WRONG_PASSWORD, token.text("token"), WORLD.api().token())
                .forEach(secrets::add);
        assertThat(secrets.count()).as("with the node's own secret").isGreaterThanOrEqualTo(7);
        assertThat(Files.size(WORLD.server().log())).isPositive();
        assertThat(Files.size(agent.log())).isPositive();
        secrets.refuseIn(List.of(WORLD.server().log(), agent.log()));
    }

    private static void refusedSignIn() throws IOException {
        String body = "{\"name\":\"admin\",\"password\":\"" + WRONG_PASSWORD + "\"}";
        var bytes = java.net.http.HttpRequest.BodyPublishers.ofString(body);
        Api.Reply reply = new Api(WORLD.server().address(), null)
                .send("POST", "/sessions", bytes, "Content-Type", "application/json");
        assertThat(reply.status()).isEqualTo(401);
    }
}
