package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tests do with deployments, over the people face. Thread-safe. */
final class Deploys {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Api api;

    Deploys(Api api) {
        this.api = api;
    }

    /** Makes a deployment; {@code settings} are the fields of POST /deployments beside the name. */
    long deployment(String name, Map<String, ?> settings) throws IOException {
        var body = new HashMap<String, Object>(settings);
        body.put("name", name);
        return api.post("/deployments", body).number("id");
    }

    long place(long deployment, long node) throws IOException {
        return api.post("/deployments/" + deployment + "/placements", Map.of("nodeId", node))
                .number("id");
    }

    long release(long deployment, String version, Path zip) throws IOException {
        return api.upload(deployment, version, zip, "").number("id");
    }

    /** Publishes and waits for the end, whatever it is; returns the rollout. */
    Doc publish(long deployment, long release) throws IOException {
        return ended(rollOut(deployment, release), PATIENCE);
    }

    /** Publishes and returns the rollout's id at once. */
    long rollOut(long deployment, long release) throws IOException {
        return api.post("/rollouts", Map.of("deploymentId", deployment, "releaseId", release))
                .number("id");
    }

    /** To the release before. */
    Doc rollBack(long deployment) throws IOException {
        long rollout =
                api.post("/deployments/" + deployment + "/rollback", Map.of()).number("id");
        return ended(rollout, PATIENCE);
    }

    /** The rollout once it does not run any more. */
    Doc ended(long rollout, Duration atMost) {
        return Awaits.value(
                "rollout " + rollout + " ends",
                atMost,
                () -> api.get("/rollouts/" + rollout),
                seen -> !seen.text("status").equals("running"));
    }

    /** As {@link #publish}, for a release that must arrive. */
    Doc publishWell(long deployment, long release) throws IOException {
        Doc rollout = publish(deployment, release);
        assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("done");
        return rollout;
    }

    Doc placement(long id) throws IOException {
        return api.get("/placements/" + id);
    }

    /** The placement once the server knows it in this state. */
    Doc awaitState(long placement, String state) {
        return Awaits.value(
                "placement " + placement + " is " + state,
                PATIENCE,
                () -> placement(placement),
                seen -> seen.text("observed.state").equals(state));
    }

    /** The placement once the server knows that it is as desired. */
    Doc awaitConverged(long placement) {
        return Awaits.value(
                "placement " + placement + " is as desired",
                PATIENCE,
                () -> placement(placement),
                seen -> seen.yes("converged"));
    }

    /** The placement once the server knows it running with this process. */
    Doc awaitPid(long placement, long pid) {
        return Awaits.value(
                "placement " + placement + " runs as " + pid,
                PATIENCE,
                () -> placement(placement),
                seen -> seen.number("observed.pid") == pid
                        && seen.text("observed.state").equals("running"));
    }

    /** Steps of one rollout, in the order in which they happened. */
    List<Doc> steps(long deployment, long rollout) throws IOException {
        return api.all("/deployments/" + deployment + "/history").reversed().stream()
                .filter(step -> step.number("rolloutId") == rollout)
                .toList();
    }
}
