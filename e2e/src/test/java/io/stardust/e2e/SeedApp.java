package io.stardust.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One deployment on one node, as the deployment document describes it; published release by release. */
record SeedApp(World world, AgentProcess agent, String name, long app, long placement) {
    /** Makes it; {@code settings} are the deployment's fields. */
    static SeedApp on(World world, AgentProcess agent, String name, Map<String, ?> settings) throws IOException {
        Deploys deploys = world.deploys();
        long app = deploys.deployment(name, settings);
        return new SeedApp(world, agent, name, app, deploys.place(app, nodeOf(world, agent)));
    }

    /** Makes it with values of the placement's own as well. */
    static SeedApp on(World world, AgentProcess agent, String name, Map<String, ?> settings, Map<String, ?> overrides)
            throws IOException {
        long app = world.deploys().deployment(name, settings);
        return place(world, agent, app, name, overrides);
    }

    /** Another placement of a deployment that is there; {@code name} is its name on the node. */
    static SeedApp place(World world, AgentProcess agent, long app, String name, Map<String, ?> overrides)
            throws IOException {
        var body = new HashMap<String, Object>(overrides);
        body.put("nodeId", nodeOf(world, agent));
        body.put("deployName", name);
        Doc placement = world.api().post("/deployments/" + app + "/placements", body);
        return new SeedApp(world, agent, name, app, placement.number("id"));
    }

    private static long nodeOf(World world, AgentProcess agent) throws IOException {
        return world.node(agent.name()).number("id");
    }

    /** A script that tells all there is to know of its start in {@code start.txt} and {@code env.txt}, and stays. */
    static String program(String version) {
        return """
                #!/bin/sh
                echo "version %s"
                echo "file $0" > start.txt
                echo "user $(id -un)" >> start.txt
                echo "arguments $*" >> start.txt
                env > env.new && mv env.new env.txt
                exec sleep 1000000
                """.formatted(version);
    }

    /** Uploads {@code files} as a release; {@code options} go into the query. */
    long release(String version, String options, Map<String, String> files) throws IOException {
        Path zip = Zips.of(world.file(name + "-" + version + ".zip"), files);
        return world.api().upload(app, version, zip, options).number("id");
    }

    /** Uploads and publishes what must arrive; returns the rollout. */
    Doc publish(String version, String options, Map<String, String> files) throws IOException {
        return world.deploys().publishWell(app, release(version, options, files));
    }

    Doc publish(String version, Map<String, String> files) throws IOException {
        return publish(version, "", files);
    }

    /** Publishes a release that only differs by what its program prints. */
    Doc publish(String version) throws IOException {
        return publish(version, Map.of("run.sh", program(version)));
    }

    /** Its folder on the node, unless it was given another. */
    Path work() {
        return agent.app(name);
    }

    /** Its only process, seen without asking anybody. */
    long pid() {
        return agent.appPid(name);
    }

    Doc seen() throws IOException {
        return world.deploys().placement(placement);
    }

    Doc awaitState(String state) throws IOException {
        return world.deploys().awaitState(placement, state);
    }

    /** Edits the deployment. */
    void edit(Map<String, ?> fields) throws IOException {
        world.api().patch("/deployments/" + app, -1, fields);
    }

    /** Edits the placement. */
    void override(Map<String, ?> fields) throws IOException {
        world.api().patch("/placements/" + placement, -1, fields);
    }

    /** start, stop or restart. */
    void act(String act) throws IOException {
        world.api().post("/placements/" + placement + "/" + act, Map.of());
    }

    /** What it printed last. */
    String output() throws IOException {
        return world.api().get("/placements/" + placement + "/output?lines=100").text("text");
    }

    /** Waits for a process other than {@code pid}. */
    long awaitOther(long pid) {
        return Awaits.value(
                        "another process of " + name + " than " + pid,
                        Duration.ofSeconds(20),
                        () -> Procs.in(work()),
                        pids -> pids.size() == 1 && pids.getFirst() != pid)
                .getFirst();
    }

    void awaitNone() {
        Awaits.until(
                "no process of " + name,
                Duration.ofSeconds(20),
                () -> Procs.in(work()).isEmpty());
    }

    /** What the program found at its start. */
    List<String> started() {
        return Awaits.value(
                "start.txt of " + name,
                Duration.ofSeconds(10),
                () -> Files.readAllLines(work().resolve("start.txt")),
                lines -> lines.size() == 3);
    }

    /** The variables the program was started with. */
    List<String> environment() throws IOException {
        started();
        Path file = work().resolve("env.txt");
        Awaits.until("env.txt of " + name, Duration.ofSeconds(10), () -> Files.exists(file));
        return Files.readAllLines(file);
    }
}
