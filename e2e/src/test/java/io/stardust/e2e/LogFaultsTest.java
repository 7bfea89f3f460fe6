package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server whose logs have a disk of their own, with room for 16 MB: it fails, and all else goes on. */
class LogFaultsTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final Duration SOON = Duration.ofSeconds(15);
    private static @Nullable Path disk;

    @BeforeAll
    static void giveTheLogsADisk() throws Exception {
        WORLD.server().jvm().kill();
        Path folder = Files.createDirectories(WORLD.server().data().resolve("telemetry"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.toString()) == 0;
        if (mounted) disk = folder;
        WORLD.server().start();
        assumeTrue(mounted, "mounting a small disk needs root");
    }

    @AfterAll
    static void unmount() throws Exception {
        if (disk == null) return;
        WORLD.server().jvm().kill();
        assertThat(run("umount", "-l", disk.toString())).isZero();
    }

    @Test
    void logs_areRefused_andTakenAgain_whenTheirDiskIsFull() throws IOException {
        var shop = new OtlpLines(WORLD, "shop");
        shop.post(OtlpLines.batch(List.of("before it was full")));
        byte[] batch = OtlpLines.batch(noise());
        Path filler = WORLD.server().data().resolve("telemetry/filler");
        fill(filler);

        HttpResponse<String> refused = shop.post(batch);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("No space left on device");
        assertThat(shop.found("before")).containsExactly("before it was full");
        assertThat(health("telemetry.state")).isEqualTo("failing");
        assertThat(health("telemetry.problem")).contains("No space left on device");
        new OtlpLines(WORLD, "other"); // makes an app

        Files.delete(filler);
        Awaits.until("the batch is taken", SOON, () -> shop.post(batch).statusCode() == 200);
        assertThat(shop.post(batch).statusCode()).as("stored once").isEqualTo(200);
        assertThat(health("telemetry.state")).isEqualTo("ok");
        WORLD.server().jvm().kill();
        WORLD.server().start();
        assertThat(shop.found("noise")).hasSize(noise().size()).doesNotHaveDuplicates();
        assertThat(WORLD.server().jvm().log().lines().filter(line -> line.contains("cannot be written")))
                .as("told once, not with each batch")
                .hasSize(1);
    }

    @Test
    void server_saysWhyAndServesAllElse_whenANewerOneWroteTheLogs() throws IOException {
        var shop = new OtlpLines(WORLD, "shop2");
        shop.post(OtlpLines.batch(List.of("of this version")));
        Path format = WORLD.server().data().resolve("telemetry/format");
        String ours = Files.readString(format);
        WORLD.server().jvm().kill();
        Files.writeString(format, "stardust telemetry 99\n");
        WORLD.server().start();

        assertThat(shop.post(OtlpLines.batch(List.of("later"))).statusCode()).isEqualTo(503);
        assertThat(health("telemetry.state")).isEqualTo("newer");
        assertThat(WORLD.server().jvm().log()).contains("logs: not opened", "has format 99");
        assertThat(WORLD.api().all("/apps")).isNotEmpty();

        WORLD.server().jvm().kill();
        Files.writeString(format, ours);
        WORLD.server().start();
        assertThat(shop.found("version")).containsExactly("of this version");
    }

    /** 100 KB that do not get smaller by compression. */
    private static List<String> noise() {
        var random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            var line = new StringBuilder("noise ");
            for (int c = 0; c < 500; c++) line.append((char) ('!' + random.nextInt(94)));
            lines.add(line.toString());
        }
        return lines;
    }

    /** Takes all the room there is. */
    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) out.write(new byte[4096]);
        } catch (IOException full) {
            assertThat(full).hasMessage("No space left on device");
        }
    }

    /** What a signed-in person is told; the server itself is always well. */
    private static String health(String path) throws IOException {
        HttpResponse<String> answer = Http.get(
                WORLD.server().port(),
                "/health",
                "Authorization",
                "Bearer " + WORLD.api().token());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Doc.of(answer.body().getBytes(StandardCharsets.UTF_8)).text(path);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
