package io.stardust.agent.supervise.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.deploy.OutputQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLogTest {
    @TempDir
    Path folder;

    /** Files are written now; by this clock that was an hour ago, so unfinished lines are quiet. */
    private final InstantSource later = InstantSource.offset(InstantSource.system(), java.time.Duration.ofHours(1));

    private final InstantSource earlier = InstantSource.fixed(Instant.EPOCH);

    private OutputLog log() {
        return new OutputLog(folder, 1000, 3, later);
    }

    private void print(String text) throws Exception {
        Files.writeString(folder.resolve("out.log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static OutputQuery last(int lines) {
        return new OutputQuery(1, null, lines);
    }

    private static OutputQuery after(@Nullable String cursor) {
        return new OutputQuery(1, cursor, 0);
    }

    private static String line(int number) {
        return "line %04d %s\n".formatted(number, "x".repeat(89)); // 100 bytes
    }

    @Test
    void read_isEmpty_whenNothingWasPrinted() throws Exception {
        assertThat(log().read(last(10))).isEqualTo(new OutputChunk("", "0", false));
        assertThat(log().read(after("0"))).isEqualTo(new OutputChunk("", "0", false));
    }

    @Test
    void read_returnsTheLastLines_alsoOverARotation() throws Exception {
        for (int i = 0; i < 10; i++) print(line(i));
        assertThat(log().rotate()).isTrue();
        print(line(10));

        OutputChunk chunk = log().read(last(3));

        assertThat(chunk.text()).isEqualTo(line(8) + line(9) + line(10));
        assertThat(chunk.next()).isEqualTo("1100");
    }

    @Test
    void read_goesOnWhereItWas_whenTheLogWasRotatedMeanwhile() throws Exception {
        print(line(0));
        String cursor = log().read(last(1)).next();
        for (int i = 1; i < 10; i++) print(line(i));
        log().rotate();
        print(line(10));

        OutputChunk chunk = log().read(after(cursor));

        assertThat(chunk.text()).startsWith(line(1)).endsWith(line(10)).hasSize(1000);
        assertThat(chunk.lost()).isFalse();
        assertThat(log().read(after(chunk.next())).text()).isEmpty();
    }

    @Test
    void read_saysLost_whenTheLinesWereRotatedAway() throws Exception {
        for (int part = 0; part < 5; part++) {
            for (int i = 0; i < 10; i++) print(line(part * 10 + i));
            log().rotate();
        }

        OutputChunk chunk = log().read(after("100"));

        assertThat(chunk.lost()).isTrue();
        assertThat(chunk.text()).startsWith(line(20)).endsWith(line(49));
        assertThat(folder.resolve("out.log.3")).exists();
        assertThat(folder.resolve("out.log.4")).doesNotExist();
    }

    @Test
    void rotate_keepsTheNewestParts_whenTheAppPrintedManyAtOnce() throws Exception {
        for (int i = 0; i < 50; i++) print(line(i));

        assertThat(log().rotate()).isTrue();

        assertThat(folder.resolve("out.log")).isEmptyFile();
        assertThat(folder.resolve("out.log.1")).hasSize(3000);
        OutputChunk chunk = log().read(after("100"));
        assertThat(chunk.lost()).isTrue();
        assertThat(chunk.text()).startsWith(line(20)).endsWith(line(49));
    }

    @Test
    void rotate_doesNothing_whenThePartIsNotFull() throws Exception {
        print(line(1));

        assertThat(log().rotate()).isFalse();
        assertThat(new OutputLog(folder.resolve("absent"), 1000, 3, later).rotate())
                .isFalse();
    }

    @Test
    void read_holdsAnUnfinishedLineBack_untilItIsFinishedOrQuiet() throws Exception {
        print("one\ntw");

        OutputLog busy = new OutputLog(folder, 1000, 3, earlier);
        assertThat(busy.read(after("0"))).isEqualTo(new OutputChunk("one\n", "4", false));
        assertThat(busy.read(after("4"))).isEqualTo(new OutputChunk("", "4", false));
        assertThat(log().read(after("4")).text()).isEqualTo("tw");
        assertThat(busy.tail(5, 100)).isEqualTo("one\ntw");
    }

    @Test
    void read_cutsAtACharacter_whenALineIsLongerThanAChunk() throws Exception {
        print("a" + "é".repeat(10_000));

        OutputChunk first = log().read(after("0"));
        OutputChunk second = log().read(after(first.next()));

        assertThat(first.text()).hasSize(7_000).doesNotContain("\uFFFD");
        assertThat(first.text() + second.text()).isEqualTo("a" + "é".repeat(10_000));
    }

    @Test
    void read_givesTheLastLines_whenTheCursorIsNotOfThisLog() throws Exception {
        print(line(1));

        assertThat(log().read(after("nonsense")).text()).isEqualTo(line(1));
        assertThat(log().read(after("999999"))).isEqualTo(new OutputChunk(line(1), "100", true));
    }

    @Test
    void tail_isBoundedByBytes_whenLinesAreLong() throws Exception {
        for (int i = 0; i < 5; i++) print(line(i));

        assertThat(log().tail(100, 250)).isEqualTo(line(3) + line(4));
        assertThat(log().tail(2, 16_384)).isEqualTo(line(3) + line(4));
    }

    @Test
    void read_returnsTheLastLines_whenAllOfThemWereJustRotated() throws Exception {
        for (int i = 0; i < 10; i++) print(line(i));
        log().rotate();

        assertThat(log().read(last(2))).isEqualTo(new OutputChunk(line(8) + line(9), "1000", false));
        assertThat(log().tail(1, 1000)).isEqualTo(line(9));
    }

    @Test
    void copy_goesOverTheEndsOfParts_andBeginsAtWhatIsStillThere() throws Exception {
        OutputLog log = log();
        for (int part = 0; part < 5; part++) {
            for (int i = 0; i < 10; i++) print(line(part * 10 + i));
            log.rotate();
        }
        print(line(50));
        byte[] bytes = new byte[10_000];

        OutputLog.Piece piece = log.copy(100, bytes);

        assertThat(piece).isEqualTo(new OutputLog.Piece(2_000, 3_100, 5_100));
        assertThat(new String(bytes, 0, piece.length(), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith(line(20))
                .endsWith(line(49) + line(50));
        assertThat(log.copy(4_950, new byte[100])).isEqualTo(new OutputLog.Piece(4_950, 100, 5_100));
        assertThat(log.copy(5_100, bytes)).isEqualTo(new OutputLog.Piece(5_100, 0, 5_100));
        assertThat(log.extent()).isEqualTo(new OutputLog.Extent(5_000, 5_100));
    }

    @Test
    void writers_haveTheirPlaces_alsoOverARotation() throws Exception {
        OutputLog log = log();
        log.started(1, "1.0", log.size());
        for (int i = 0; i < 10; i++) print(line(i));
        log.started(2, "2.0", log.size());
        log.rotate();
        print(line(10));
        log.started(3, "2.0", log.size());

        assertThat(log.writers())
                .containsExactly(new Writer(0, 1, "1.0"), new Writer(1_000, 2, "2.0"), new Writer(1_100, 3, "2.0"));
    }

    @Test
    void moveTo_takesAllAlong_andLeavesNothing() throws Exception {
        Path logs = Files.createDirectory(folder.resolve("app"));
        OutputLog log = new OutputLog(logs, 1000, 3, later);
        Files.writeString(log.file(), line(0));
        Path other = folder.resolve("left");

        log.moveTo(other);

        OutputLog moved = new OutputLog(other, 1000, 3, later);
        assertThat(moved.extent().end()).isEqualTo(100);
        assertThat(log.extent().end()).isZero();
        moved.delete();
        assertThat(other).doesNotExist();
    }
}
