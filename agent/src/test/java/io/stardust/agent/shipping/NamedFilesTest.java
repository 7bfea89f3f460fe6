package io.stardust.agent.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.shipping.LogCentre.Request;
import io.stardust.agent.supervise.output.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log files that an app writes itself: looks, rounds and the clock by hand; files, folders and cursors are real. */
class NamedFilesTest {
    private static final long START = 1_764_487_752_000L;
    private static final String FILE = "logs/app.log";

    private final LogCentre centre = new LogCentre();
    private final TestApps apps = new TestApps();
    private final Random streams = new Random(7);
    private Duration passed = Duration.ZERO;
    private Shipper shipper = shipper();
    private TestApp app;
    private Path work;

    @TempDir
    Path folder;

    private Shipper shipper() {
        return new Shipper(
                apps,
                centre,
                () -> true,
                () -> Instant.ofEpochMilli(START).plus(passed),
                () -> passed.toNanos(),
                streams);
    }

    @BeforeEach
    void begin() throws IOException {
        folder = folder.toRealPath();
        work = Files.createDirectories(folder.resolve("data/apps/shop"));
        app = new TestApp(folder.resolve("data/logs/shop"), 5);
        apps.all.add(app);
        names("logs/*.log");
    }

    private void names(String patterns) {
        app.written = new Written(work, true, patterns);
    }

    private Path write(String file, String text) throws IOException {
        Path path = work.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rename(String from, String to) throws IOException {
        Files.move(work.resolve(from), work.resolve(to));
    }

    private void after(Duration time) {
        passed = passed.plus(time);
        shipper.look();
        shipper.round();
    }

    private void second() {
        after(Duration.ofSeconds(1));
    }

    /** All that is there is found and sent. */
    private void settle() {
        for (int i = 0; i < 4; i++) after(Duration.ofSeconds(30));
    }

    /** The agent is killed and started again. */
    private void restart() {
        app.reopen(false);
        shipper = shipper();
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) text.append("line %06d %s\n".formatted(i, "x".repeat(87)));
        return text.toString();
    }

    /** Two files are sent side by side. */
    private static String sorted(String lines) {
        return lines.lines().sorted().map(line -> line + "\n").collect(Collectors.joining());
    }

    private List<Path> cursors() {
        return NamedFiles.cursors(app.log.cursor());
    }

    private long lost() {
        return centre.ranges(5).stream().mapToLong(each -> each.head().lost()).sum();
    }

    @Test
    void round_sendsWhatAnAppWritesToItsFiles_besideWhatItPrints() throws IOException {
        app.log.started(4711, "1.2", 0);
        app.print("printed\n");
        write(FILE, "one\ntwo\n");
        write("logs/audit.log", "paid\n");
        write("logs/other.txt", "not meant\n");
        second();
        second();

        assertThat(centre.stored(5, null)).isEqualTo("printed\n");
        assertThat(centre.stored(5, FILE)).isEqualTo("one\ntwo\n");
        assertThat(centre.stored(5, "logs/audit.log")).isEqualTo("paid\n");
        assertThat(centre.ranges(5).stream().map(each -> each.head().stream()).distinct())
                .hasSize(3);
        assertThat(centre.ranges(5))
                .allSatisfy(each ->
                        assertThat(each.head().marks().getFirst().release()).isEqualTo("1.2"));
    }

    @Test
    void look_findsAFile_thatIsMadeLater() throws IOException {
        second();
        write("logs/new/deep.log", "not there\n");
        write(FILE, lines(0, 3));
        settle();

        assertThat(centre.stored(5)).isEqualTo(lines(0, 3));
        assertThat(centre.requests.getFirst().head().file()).isEqualTo(FILE);
    }

    @Test
    void look_goesOnWithAFile_thatWasRenamed() throws IOException {
        write(FILE, lines(0, 10));
        second();
        second();
        centre.away = true;
        write(FILE, lines(10, 20));
        second();
        rename(FILE, "logs/app.log.1");
        write("logs/app.log.1", lines(20, 21)); // the app still has it open
        write(FILE, lines(30, 40));
        second();
        centre.away = false;
        settle();

        assertThat(sorted(centre.stored(5, FILE))).isEqualTo(lines(0, 21) + lines(30, 40));
        assertThat(lost()).isZero();
    }

    @Test
    void look_sendsNothingTwice_whenTheNameAfterRotationIsMeantToo() throws IOException {
        names("logs/*");
        write(FILE, lines(0, 10));
        settle();
        rename(FILE, "logs/app.1.log");
        write(FILE, lines(10, 20));
        settle();
        restart();
        rename("logs/app.1.log", "logs/app.2.log");
        settle();

        assertThat(centre.stored(5)).isEqualTo(lines(0, 20));
    }

    @Test
    void look_beginsAtTheTopAgain_whenTheFileWasEmptied() throws IOException {
        Path file = write(FILE, lines(0, 10));
        settle();
        Files.writeString(file, lines(10, 12));
        settle();
        Files.writeString(file, lines(20, 40)); // it is longer than before
        settle();

        assertThat(centre.stored(5, FILE)).isEqualTo(lines(0, 12) + lines(20, 40));
        assertThat(lost()).isZero();
        assertThat(centre.ranges(5)).extracting(each -> each.head().stream()).containsOnly(stream());
    }

    @Test
    void round_tellsHowMuchIsLost_whenTheFileWasEmptiedUnsent() throws IOException {
        Path file = write(FILE, lines(0, 10));
        settle();
        centre.away = true;
        write(FILE, lines(10, 15));
        second();
        Files.writeString(file, lines(20, 22));
        second();
        centre.away = false;
        settle();

        assertThat(centre.stored(5, FILE)).isEqualTo(lines(0, 10) + lines(20, 22));
        assertThat(lost()).isEqualTo(500);
        assertThat(Unsent.words(folder.resolve("data"), Instant.now())).contains("1 KB rotated away");
    }

    @Test
    void look_sendsNoCopy_thatIsMadeBeforeTheFileIsEmptied() throws IOException {
        names("logs/*");
        Path file = write(FILE, lines(0, 10));
        settle();
        write(FILE, lines(10, 12));
        Files.copy(file, work.resolve("logs/app.log.1"));
        Files.writeString(file, lines(20, 25));
        settle();

        assertThat(centre.stored(5, FILE)).isEqualTo(lines(0, 10) + lines(20, 25));
        assertThat(centre.stored(5, "logs/app.log.1")).isEqualTo(lines(10, 12));
    }

    @Test
    void round_sendsTheSameRangeAgain_whenTheAgentWasKilled() throws IOException {
        write(FILE, lines(0, 10));
        centre.deaf = true;
        second();
        write(FILE, lines(10, 20));
        restart();
        centre.deaf = false;
        settle();

        assertThat(centre.requests.get(1)).isEqualTo(centre.requests.get(0));
        assertThat(centre.stored(5, FILE)).isEqualTo(lines(0, 20));
        assertThat(centre.ranges(5)).extracting(each -> each.head().stream()).containsOnly(stream());
    }

    @Test
    void look_goesOnWithARotatedFile_afterTheAgentWasDown() throws IOException {
        write(FILE, lines(0, 10));
        settle();
        write(FILE, lines(10, 20));
        rename(FILE, "logs/app.log.1");
        write(FILE, lines(20, 30));
        restart();
        settle();

        assertThat(sorted(centre.stored(5, FILE))).isEqualTo(lines(0, 30));
    }

    @Test
    void round_losesNothingAndStoresNothingTwice_whateverHappens() throws IOException {
        Random random = new Random(11);
        int line = 0;
        int rotations = 0;
        for (int i = 0; i < 300; i++) {
            int more = random.nextInt(60);
            write(FILE, lines(line, line + more));
            line += more;
            if (random.nextInt(20) == 0 && line > 0) {
                rename(FILE, "logs/app-%d.%s".formatted(rotations++, random.nextBoolean() ? "log" : "old"));
            }
            centre.away = random.nextInt(4) == 0;
            centre.deaf = random.nextInt(4) == 0;
            if (random.nextInt(20) == 0) restart();
            second();
        }
        centre.away = false;
        centre.deaf = false;
        settle();
        settle();

        assertThat(rotations).isGreaterThan(5);
        assertThat(sorted(centre.stored(5))).isEqualTo(lines(0, line));
        assertThat(lost()).isZero();
    }

    @Test
    void look_followsNoLink_andReadsNoFileOfASecondName() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.log"), "secret\n");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("app.log"), "secret\n");
        Files.createDirectories(work.resolve("logs"));
        Files.createSymbolicLink(work.resolve("logs/link.log"), secret);
        Files.createLink(work.resolve("logs/hard.log"), secret);
        Files.createSymbolicLink(work.resolve("linked"), elsewhere);
        names("logs/*.log;linked/*.log;*/app.log;../../../secret.log;" + secret);
        settle();
        assertThat(centre.requests).isEmpty();

        Path file = write(FILE, "mine\n");
        settle();
        Files.delete(file);
        Files.createSymbolicLink(file, secret);
        settle();

        assertThat(centre.stored(5)).isEqualTo("mine\n");
    }

    @Test
    void look_readsFilesElsewhere_belowTheFoldersOfTheAgentAlone() throws IOException {
        Path var = Files.createDirectories(folder.resolve("var/shop"));
        Files.writeString(var.resolve("access.log"), "GET /\n");
        apps.readable = List.of(folder.resolve("var"));
        app.written = new Written(folder.resolve("srv"), false, var + "/*.log;*.log");
        Files.createDirectories(folder.resolve("srv"));
        Files.writeString(folder.resolve("srv/app.log"), "not allowed\n");
        settle();
        assertThat(centre.stored(5)).isEqualTo("GET /\n");
        assertThat(centre.requests.getFirst().head().file()).isEqualTo(var + "/access.log");

        apps.readable = List.of(folder.resolve("var"), folder.resolve("srv"));
        settle();

        assertThat(centre.stored(5, "app.log")).isEqualTo("not allowed\n");
    }

    @Test
    void look_endsAFile_thatIsDeleted() throws IOException {
        Path file = write(FILE, lines(0, 3));
        settle();
        assertThat(cursors()).hasSize(1);
        Files.delete(file);
        settle();
        assertThat(cursors()).isEmpty();

        write(FILE, lines(3, 6));
        settle();

        assertThat(centre.stored(5, FILE)).isEqualTo(lines(0, 6));
    }

    @Test
    void look_followsTheLastFilesAlone_whenThereAreVeryMany() throws IOException {
        for (int i = 0; i < 30; i++) {
            Path file = write("logs/day-%02d.log".formatted(i), "of day %d\n".formatted(i));
            Files.setLastModifiedTime(file, FileTime.fromMillis(START + i));
        }
        settle();
        assertThat(cursors()).hasSize(NamedFiles.MOST);
        assertThat(centre.stored(5)).contains("of day 10\n", "of day 29\n").doesNotContain("of day 9\n");

        write("logs/day-03.log", "and more\n");
        settle();

        assertThat(centre.stored(5, "logs/day-03.log")).isEqualTo("and more\n");
        assertThat(cursors()).hasSize(NamedFiles.MOST);
    }

    @Test
    void look_sendsTheEndAlone_ofALargeFileThatWasThereBefore() throws IOException {
        write(FILE, lines(0, 20_000));
        settle();
        while (shipper.round() == 0) Thread.onSpinWait();

        assertThat(centre.stored(5, FILE)).hasSize((int) NamedFiles.FIRST).endsWith(lines(19_990, 20_000));
    }

    @Test
    void look_endsAll_whenNoneIsNamedAnyMore() throws IOException {
        write(FILE, lines(0, 3));
        settle();
        app.written = null;
        write(FILE, lines(3, 6));
        settle();

        assertThat(centre.stored(5)).isEqualTo(lines(0, 3));
        assertThat(cursors()).isEmpty();
    }

    @Test
    void look_goesOn_whenTheMachineWasBooted_andTheFileLostItsEnd() throws IOException {
        Path file = write(FILE, lines(0, 20));
        settle();
        Files.writeString(file, lines(0, 15));
        apps.boot = "boot-2";
        restart();
        settle();
        write(FILE, lines(30, 32));
        settle();

        assertThat(centre.stored(5, FILE)).isEqualTo(lines(0, 20) + lines(30, 32));
    }

    private String stream() {
        return String.valueOf(centre.requests.stream().map(Request::head).toList().getFirst().stream());
    }
}
