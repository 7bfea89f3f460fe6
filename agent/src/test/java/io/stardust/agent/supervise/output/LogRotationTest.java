package io.stardust.agent.supervise.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.Awaits;
import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.deploy.OutputQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rotation loses nothing of what an app prints meanwhile. */
class LogRotationTest {
    private static final int PART = 64 << 10;

    @TempDir
    Path folder;

    private final InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));

    @ParameterizedTest
    @EnumSource(
            value = LogHead.class,
            names = {"REMOVED", "EMPTIED"})
    void rotate_losesNoLine_whenTheAppPrintsAllTheTime(LogHead way) throws Exception {
        Assumptions.assumeTrue(works(way), "this file system cannot do that");
        int lines = 60_000;
        LogRotation rotation = new LogRotation(folder, PART, 100, way);
        Process app = new ProcessBuilder("sh", "-c", "exec seq -f 'line %06.0f of what the app has printed' 1 " + lines)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("out.log").toFile()))
                .start();
        while (app.isAlive()) rotation.rotate();
        rotation.rotate();

        List<LogRotation.Part> parts = rotation.parts();
        assertThat(parts).hasSizeGreaterThan(2);
        StringBuilder all = new StringBuilder();
        long place = 0;
        for (LogRotation.Part part : parts) {
            assertThat(part.start()).isEqualTo(place);
            place = part.end();
            all.append(new String(part.read(part.start(), PART * 100), StandardCharsets.UTF_8));
        }
        List<String> printed = all.toString().lines().toList();
        assertThat(printed).hasSize(lines);
        for (int i = 0; i < lines; i++) assertThat(printed.get(i)).startsWith("line %06d ".formatted(i + 1));
        assertThat(onDisk(folder.resolve("out.log"))).isLessThan(2 * PART);
    }

    private boolean works(LogHead way) throws IOException {
        Path probe = folder.resolve("probe");
        Files.write(probe, new byte[8192]);
        boolean works = way.give(probe, 0, LogHead.BLOCK);
        Files.delete(probe);
        return works;
    }

    private static long onDisk(Path file) throws Exception {
        Process du = new ProcessBuilder("du", "-B1", file.toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Long.parseLong(said.substring(0, said.indexOf('\t')));
    }

    @Test
    void in_saysThatHeadsStay_whenTheProgramThatGivesThemBackIsMissing() throws IOException {
        assertThat(LogHead.in(folder, "no-such-program")).isEqualTo(LogHead.KEPT);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void rotate_copiesAndCuts_whenHeadsStay() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) lines.add("line %06d of what the app has printed".formatted(i));
        Files.write(folder.resolve("out.log"), lines);
        long size = Files.size(folder.resolve("out.log"));
        LogRotation rotation = new LogRotation(folder, PART, 3, LogHead.KEPT);

        assertThat(rotation.rotate()).isTrue();

        List<LogRotation.Part> parts = rotation.parts();
        assertThat(folder.resolve("out.log")).isEmptyFile();
        assertThat(parts.getLast().start()).isEqualTo(size);
        assertThat(new String(LogRotation.read(parts, 0, (int) size), StandardCharsets.UTF_8).lines())
                .containsExactlyElementsOf(lines);
    }

    @Test
    void rotate_leavesTheOldestOut_whenMoreThanAllPartsWasPrinted() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) lines.add("line %06d of what the app has printed".formatted(i));
        Files.write(folder.resolve("out.log"), lines);
        long size = Files.size(folder.resolve("out.log"));
        LogRotation rotation = new LogRotation(folder, PART, 3);

        assertThat(rotation.rotate()).isTrue();

        List<LogRotation.Part> parts = rotation.parts();
        assertThat(parts.getLast().end()).isEqualTo(size);
        assertThat(parts.getLast().end() - parts.getLast().start()).isLessThan(PART);
        assertThat(folder.resolve("out.log.3")).exists();
        assertThat(folder.resolve("out.log.4")).doesNotExist();
        byte[] end = LogRotation.read(parts, size - 100, 100);
        assertThat(new String(end, StandardCharsets.UTF_8)).endsWith(lines.getLast() + "\n");
    }

    @Test
    void read_showsWhatTheAppWrites_whenItsFileWasRemoved() throws Exception {
        Path out = folder.toRealPath().resolve("out.log");
        OutputLog log = new OutputLog(folder.toRealPath(), PART, 3, later);
        Process app = new ProcessBuilder("sh", "-c", "echo one; read go; echo two; seq 1 40000; read go")
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .start();
        try {
            log.started(app.pid(), "", log.size());
            Awaits.until(() -> "first line", () -> log.tail(1, 100).equals("one\n"));
            Files.delete(out);

            app.getOutputStream().write('\n');
            app.getOutputStream().flush();
            Awaits.until(() -> "last line", () -> log.tail(1, 100).equals("40000\n"));

            OutputChunk last = log.read(new OutputQuery(1, null, 2));
            assertThat(last.text()).startsWith("(out.log was removed").endsWith("\n39999\n40000\n");
            assertThat(log.rotate()).isTrue();
            Path held = Path.of("/proc", Long.toString(app.pid()), "fd/1");
            assertThat(Files.size(held)).isLessThan(PART);
            assertThat(log.tail(2, 100)).isEqualTo("39999\n40000\n");
        } finally {
            app.destroyForcibly();
        }
    }

    @Test
    void read_cutsALineThatIsTooLong_andShowsThoseBeforeIt() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) text.append("line ").append(i).append('\n');
        text.append("long ").append("x".repeat(70_000)).append("\nend\n");
        Files.writeString(folder.resolve("out.log"), text, StandardOpenOption.CREATE);
        OutputLog log = new OutputLog(folder, 10 << 20, 3, later);

        OutputChunk last = log.read(new OutputQuery(1, null, 20));

        List<String> lines = String.valueOf(last.text()).lines().toList();
        assertThat(lines).hasSize(20);
        assertThat(lines.getFirst()).isEqualTo("line 12");
        assertThat(lines.get(18)).startsWith("long xxx").endsWith(" more bytes of this line)");
        assertThat(lines.getLast()).isEqualTo("end");
        assertThat(last.next()).isEqualTo(Long.toString(text.length()));
        assertThat(String.valueOf(log.read(new OutputQuery(1, null, 2)).text()).lines())
                .hasSize(2);
    }
}
