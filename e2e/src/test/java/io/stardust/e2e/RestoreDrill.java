package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The drill of every operator: back up under load, lose everything, restore. */
record RestoreDrill(World world, AgentProcess agent, long node) {
    /** What is lost beside the data folder. */
    interface Loss {
        void run() throws IOException;
    }

    /** Loses the data folder and what {@code alsoLost} says. */
    void run(Loss alsoLost) throws Exception {
        Deploys deploys = world.deploys();
        long app = deploys.deployment("drilled", Map.of("arguments", "edit 0"));
        long placement = deploys.place(app, node);
        long one = deploys.release(app, "1", Zips.sleeper(world.file("drill-1.zip"), "1"));
        deploys.publishWell(app, one);
        Path backup = world.file("all.backup");
        Files.createDirectories(backup.getParent());
        Path passphrase = Files.writeString(world.file("passphrase"), "correct horse\n");
        world.secrets().add("correct horse");
        var acknowledged = new AtomicLong();
        long before = backUpUnderLoad(app, acknowledged, backup, passphrase);
        long two = deploys.release(app, "2", Zips.sleeper(world.file("drill-2.zip"), "2"));
        deploys.publishWell(app, two); // not in the backup: what the agent has seen is ahead of it
        long pid = agent.appPid("drilled");

        world.server().jvm().kill();
        Files.walkFileTree(world.server().data(), new Deleting());
        alsoLost.run();
        world.server().run(0, "restore", backup.toString(), "--passphrase-file", passphrase.toString());
        world.server().start();

        world.awaitOnline(agent);
        assertThat(Procs.isAlive(pid) || agent.appPid("drilled") > 0)
                .as("the app lives")
                .isTrue();
        String edited = world.api().get("/deployments/" + app).text("arguments");
        assertThat(Long.parseLong(edited.substring("edit ".length()))).isGreaterThanOrEqualTo(before);
        long three = deploys.release(app, "3", Zips.sleeper(world.file("drill-3.zip"), "3"));
        deploys.publishWell(app, three);
        assertThat(deploys.awaitState(placement, "running").text("observed.version"))
                .isEqualTo("3");
    }

    /** Returns the last edit that was acknowledged before the backup began. */
    private long backUpUnderLoad(long app, AtomicLong acknowledged, Path backup, Path passphrase) throws Exception {
        var stop = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> load = threads.submit(() -> {
                for (long edit = 1; !stop.get(); edit++) {
                    world.api().patch("/deployments/" + app, -1, Map.of("arguments", "edit " + edit));
                    acknowledged.set(edit);
                }
                return null;
            });
            Awaits.until("edits go on", Duration.ofSeconds(20), () -> acknowledged.get() > 20 || load.isDone());
            long before = acknowledged.get();
            world.server().run(0, "backup", backup.toString(), "--passphrase-file", passphrase.toString());
            stop.set(true);
            load.get();
            assertThat(acknowledged.get()).isGreaterThan(before);
            return before;
        }
    }
}
