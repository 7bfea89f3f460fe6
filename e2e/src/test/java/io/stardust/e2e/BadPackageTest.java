package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Packages and requests that must not do harm: the old version runs on, and the reason is shown. */
class BadPackageTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static AgentProcess agent;
    private static long node;

    @BeforeAll
    static void startAgent() throws IOException {
        agent = WORLD.agent("careful");
        node = WORLD.awaitOnline(agent);
    }

    /** An app that runs its first release; what is published next is bad. */
    private record Running(Deploys deploys, String name, long app, long placement, long release, long pid) {
        static Running start(String name) throws IOException {
            Deploys deploys = WORLD.deploys();
            long app = deploys.deployment(name, Map.of());
            long placement = deploys.place(app, node);
            long release = deploys.release(app, "good", Zips.sleeper(WORLD.file(name + "-good.zip"), "good"));
            deploys.publishWell(app, release);
            return new Running(deploys, name, app, placement, release, agent.appPid(name));
        }

        /** Publishes {@code zip}, which must fail for a reason that holds {@code words}, and change nothing. */
        void refuses(Path zip, String words) throws IOException {
            fails(deploys.release(app, "bad", zip), words);
        }

        void fails(long bad, String words) throws IOException {
            Doc rollout = deploys.publish(app, bad);

            assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("failed");
            assertThat(rollout.text("placements.0.state")).isEqualTo("failed");
            assertThat(rollout.text("placements.0.reason")).containsIgnoringCase(words);
            List<Doc> steps = deploys.steps(app, rollout.number("id"));
            assertThat(steps.getLast().text("step")).isEqualTo("failed");
            assertThat(steps.getLast().text("detail")).containsIgnoringCase(words);
            assertThat(steps.stream().map(step -> step.text("step"))).doesNotContain("stopped", "ready");
            Doc seen = deploys.awaitPid(placement, pid);
            assertThat(seen.text("observed.version")).isEqualTo("good");
            assertThat(seen.number("observed.releaseId")).isEqualTo(release);
            assertThat(seen.yes("converged")).isFalse();
            assertThat(Procs.in(agent.app(name))).containsExactly(pid);
            assertThat(agent.app(name).resolve("version.txt")).hasContent("good");
        }
    }

    @Test
    void publish_isRefused_whenThePackageHasNothingToStart() throws IOException {
        Running.start("empty-handed").refuses(Zips.readme(WORLD.file("readme.zip")), "nothing to start");
    }

    @Test
    void upload_isRefused_whenAnEntryLeadsOut() throws IOException {
        uploadIsRefused("slippery", Zips.slip(WORLD.file("slip.zip")), "../slipped.txt");
    }

    @Test
    void upload_isRefused_whenThePackageIsABomb() throws IOException {
        uploadIsRefused("bombed", Zips.bomb(WORLD.file("bomb.zip"), 600L << 20), "zeros.bin");
    }

    /** What no agent would unpack; they refuse it themselves too, which their own tests hold. */
    private static void uploadIsRefused(String name, Path zip, String words) throws IOException {
        long app = WORLD.deploys().deployment(name, Map.of());

        assertThatThrownBy(() -> WORLD.api().upload(app, "bad", zip, ""))
                .hasMessageContaining(": 400 ")
                .hasMessageContaining(words);
        assertThat(WORLD.api().all("/deployments/" + app + "/releases")).isEmpty();
    }

    @Test
    void publish_failsAsVerified_whenTheFileOnTheServerIsCorrupt() throws IOException {
        Running running = Running.start("corrupted");
        Path zip = Zips.heavy(WORLD.file("corrupt.zip"), "corrupt", 3 << 20);
        Doc release = WORLD.api().upload(running.app(), "bad", zip, "");
        try (var file = new RandomAccessFile(blob(release).toFile(), "rw")) {
            file.seek(2 << 20);
            file.write("damage".getBytes(StandardCharsets.US_ASCII));
        }

        running.fails(release.number("id"), "expected");
    }

    @Test
    void publish_fails_whenTheFileOnTheServerIsTooShort() throws IOException {
        Running running = Running.start("shortened");
        Path zip = Zips.heavy(WORLD.file("short.zip"), "short", 3 << 20);
        Doc release = WORLD.api().upload(running.app(), "bad", zip, "");
        try (var file = new RandomAccessFile(blob(release).toFile(), "rw")) {
            file.setLength(1 << 20);
        }

        Doc rollout = running.deploys().publish(running.app(), release.number("id"));

        assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("failed");
        assertThat(rollout.text("placements.0.reason")).isNotEmpty();
        assertThat(running.deploys()
                        .awaitPid(running.placement(), running.pid())
                        .text("observed.version"))
                .isEqualTo("good");
    }

    @Test
    void publish_isRefusedInWords_whenTheReleaseIsUnknownOrAnotherDeployments() throws IOException {
        Running mine = Running.start("mine");
        Running theirs = Running.start("theirs");

        Api.Reply unknown = rollOut(mine.app(), 987_654_321L);
        Api.Reply foreign = rollOut(mine.app(), theirs.release());

        assertThat(unknown.status()).isIn(400, 404, 409);
        assertThat(unknown.body().text("detail")).contains("987654321");
        assertThat(foreign.status()).isIn(400, 404, 409);
        assertThat(foreign.body().text("detail")).contains(Long.toString(theirs.release()));
        assertThat(agent.appPid("mine")).isEqualTo(mine.pid());
        assertThat(mine.deploys().placement(mine.placement()).yes("converged")).isTrue();
    }

    @Test
    void upload_isRefusedBeforeItIsRead_whenItIsTooLarge() throws IOException {
        long app = WORLD.deploys().deployment("too-large", Map.of());

        String answer = uploadRaw(app, 2L << 30, new byte[0]);

        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
        assertThat(WORLD.api().all("/deployments/" + app + "/releases")).isEmpty();
    }

    @Test
    void upload_leavesNothing_whenItIsCutOff() throws IOException {
        long app = WORLD.deploys().deployment("cut-off", Map.of());
        long before = blobs();

        uploadRaw(app, 1 << 20, new byte[100_000]);

        Awaits.until("no file of it is left", java.time.Duration.ofSeconds(10), () -> blobs() == before);
        assertThat(WORLD.api().all("/deployments/" + app + "/releases")).isEmpty();
    }

    private static Api.Reply rollOut(long app, long release) throws IOException {
        String body = "{\"deploymentId\":" + app + ",\"releaseId\":" + release + "}";
        var bytes = java.net.http.HttpRequest.BodyPublishers.ofString(body);
        return WORLD.api().send("POST", "/rollouts", bytes, "Content-Type", "application/json");
    }

    private static Path blob(Doc release) throws IOException {
        String sha256 = release.text("sha256");
        assertThat(sha256).hasSize(64);
        try (Stream<Path> all = Files.walk(WORLD.server().data().resolve("blobs"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().replace("/", "").endsWith(sha256)
                            || file.getFileName().toString().equals(sha256))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long blobs() throws IOException {
        try (Stream<Path> all = Files.walk(WORLD.server().data().resolve("blobs"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    /** Announces {@code length} bytes, sends {@code body} and no more; returns the answer, if there is one. */
    private static String uploadRaw(long app, long length, byte[] body) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), WORLD.server().port())) {
            socket.setSoTimeout(10_000);
            String head = "POST /api/v1/deployments/" + app + "/releases?version=1 HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: Bearer " + WORLD.api().token() + "\r\nContent-Type: application/zip\r\n"
                    + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            if (body.length > 0) return "";
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
