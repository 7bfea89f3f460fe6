package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What people do with a node every day; server and agent may be of different releases. */
record DailyWork(World world, long node, Path data, String app) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Publishes twice, goes back, stops and starts, and asks the agent for files; returns the app's process. */
    long isDone() throws IOException {
        Deploys deploys = world.deploys();
        long deployment = deploys.deployment(app, Map.of());
        long placement = deploys.place(deployment, node);
        deploys.publishWell(deployment, release(deployment, "1"));
        deploys.publishWell(deployment, release(deployment, "2"));
        Doc back = deploys.rollBack(deployment);
        assertThat(back.text("status")).as("%s", back).isEqualTo("done");
        assertThat(deploys.awaitConverged(placement).text("observed.version")).isEqualTo("1");

        world.api().post("/placements/" + placement + "/stop", Map.of());
        deploys.awaitState(placement, "stopped");
        assertThat(Procs.in(work())).isEmpty();
        world.api().post("/placements/" + placement + "/start", Map.of());
        Awaits.until("one process of " + app, PATIENCE, () -> Procs.in(work()).size() == 1);
        long pid = Procs.in(work()).getFirst();
        deploys.awaitPid(placement, pid);

        assertThat(world.api()
                        .get("/placements/" + placement + "/output?lines=1")
                        .text("text"))
                .isEqualTo("version 1\n");
        assertThat(command("file/tail", "{\"path\":\"apps/" + app + "/version.txt\",\"lines\":1}")
                        .text("result"))
                .contains("1");
        List<Doc> nodes = world.api().all("/nodes");
        assertThat(nodes)
                .anyMatch(
                        each -> each.number("id") == node && each.text("status").equals("online"));
        return pid;
    }

    private long release(long deployment, String version) throws IOException {
        Path zip = Zips.sleeper(world.file(app + "-" + version + ".zip"), version);
        return world.deploys().release(deployment, version, zip);
    }

    /** Gives the node an order, and returns it answered, or as it is after ten seconds. */
    Doc command(String command, String argument) throws IOException {
        return world.api()
                .post(
                        "/nodes/" + node + "/commands",
                        Map.of("command", command, "argument", argument, "waitSeconds", 10));
    }

    Path work() {
        return data.resolve("apps").resolve(app);
    }
}
