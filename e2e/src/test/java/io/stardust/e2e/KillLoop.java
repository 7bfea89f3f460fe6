package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Kills a server again and again while people upload, publish and edit, and then looks for what was acknowledged. */
final class KillLoop {
    private static final int SIZE = 200_000;

    /** What the server has acknowledged. */
    private record Acknowledged(
            Map<Long, String> releases, Map<Long, Long> rollouts, AtomicLong edit, AtomicLong attempted) {
        long count(int kind) {
            return switch (kind) {
                case 0 -> releases.size();
                case 1 -> rollouts.size();
                default -> edit.get();
            };
        }
    }

    private final World world;
    private final int kills;

    KillLoop(World world, int kills) {
        this.world = world;
        this.kills = kills;
    }

    /** Fails if anything that was acknowledged is not there. */
    void run() throws Exception {
        AgentProcess agent = world.agent("patient");
        long node = world.awaitOnline(agent);
        Deploys deploys = world.deploys();
        long uploads = deploys.deployment("uploads", Map.of());
        long edits = deploys.deployment("edits", Map.of("arguments", "edit 0"));
        long published = deploys.deployment("published", Map.of());
        long placement = deploys.place(published, node);
        long one = deploys.release(published, "1", Zips.sleeper(world.file("one.zip"), "1"));
        long two = deploys.release(published, "2", Zips.sleeper(world.file("two.zip"), "2"));
        deploys.publishWell(published, one);
        var seen = new Acknowledged(
                new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new AtomicLong(), new AtomicLong());
        var stop = new AtomicBoolean();

        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            workers.execute(() -> again(stop, turn -> upload(uploads, turn, seen)));
            workers.execute(() -> again(stop, turn -> edit(edits, turn, seen)));
            workers.execute(() -> again(stop, turn -> {
                long release = turn % 2 == 0 ? one : two;
                seen.rollouts().put(deploys.rollOut(published, release), release);
            }));
            try {
                killAgainAndAgain(seen);
            } finally {
                stop.set(true);
            }
        }

        assertThat(seen.releases()).hasSizeGreaterThanOrEqualTo(kills / 3);
        assertThat(seen.rollouts()).hasSizeGreaterThanOrEqualTo(kills / 3);
        for (var release : seen.releases().entrySet()) {
            Doc there = world.api().get("/releases/" + release.getKey());
            assertThat(there.text("sha256")).isEqualTo(release.getValue());
            assertThat(Hashes.sha256Hex(Files.readAllBytes(blob(release.getValue()))))
                    .isEqualTo(release.getValue());
        }
        for (var rollout : seen.rollouts().entrySet()) {
            Doc there = deploys.ended(rollout.getKey(), Duration.ofSeconds(60));
            assertThat(there.number("releaseId")).isEqualTo(rollout.getValue());
        }
        String edited = world.api().get("/deployments/" + edits).text("arguments");
        assertThat(Long.parseLong(edited.substring("edit ".length())))
                .as("the last edit, or a later one whose answer was lost")
                .isBetween(seen.edit().get(), seen.attempted().get());
        world.awaitOnline(agent);
        deploys.publishWell(published, two);
        Doc last = deploys.awaitPid(placement, agent.appPid("published"));
        assertThat(last.number("observed.releaseId")).isEqualTo(two);
        assertThat(last.yes("converged")).isTrue();
    }

    private void killAgainAndAgain(Acknowledged seen) throws IOException {
        var random = new Random(kills);
        for (int kill = 0; kill < kills; kill++) {
            // each kind of write is acknowledged in its turn; what is in flight then is cut off anywhere
            int kind = kill % 3;
            long before = seen.count(kind);
            Awaits.until("a write of kind " + kind, Duration.ofSeconds(20), () -> seen.count(kind) > before);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(50_000)));
            world.server().jvm().kill();
            world.server().start();
        }
    }

    private interface Turn {
        void run(int turn) throws IOException;
    }

    /** Until told to stop; a server that is away is what this test is about. */
    private static void again(AtomicBoolean stop, Turn work) {
        for (int turn = 1; !stop.get(); turn++) {
            try {
                work.run(turn);
            } catch (Api.Refused refused) {
                // whatever the server says no to was not acknowledged
            } catch (IOException away) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private void upload(long deployment, int turn, Acknowledged seen) throws IOException {
        Path zip = Zips.heavy(world.file("upload-" + turn + ".zip"), "upload-" + turn, SIZE);
        Doc release = world.api().upload(deployment, "u-" + turn, zip, "");
        seen.releases().put(release.number("id"), Hashes.sha256Hex(Files.readAllBytes(zip)));
    }

    private void edit(long deployment, int turn, Acknowledged seen) throws IOException {
        seen.attempted().set(turn);
        world.api().patch("/deployments/" + deployment, -1, Map.of("arguments", "edit " + turn));
        seen.edit().set(turn);
    }

    private Path blob(String sha256) throws IOException {
        List<Path> found;
        try (var all = Files.walk(world.server().data().resolve("blobs"))) {
            found = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().replace("/", "").endsWith(sha256))
                    .toList();
        }
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
