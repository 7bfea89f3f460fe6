package io.stardust.agent.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.shipping.LogCentre.Request;
import io.stardust.protocol.deploy.OutputHead;
import io.stardust.protocol.deploy.OutputHead.Mark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipper by hand: rounds, looks and the clock move when the test says so; logs and cursors are real. */
class ShipperTest {
    private static final long START = 1_764_487_752_000L;
    private static final String TRACE = """
            2026-11-30 07:29:12 ERROR order 7 failed
            java.lang.IllegalStateException: no stock
            \tat com.example.Stock.take(Stock.java:31)
            """;

    private final LogCentre centre = new LogCentre();
    private final TestApps apps = new TestApps();
    private final Random streams = new Random(7);
    private final AtomicBoolean loggedIn = new AtomicBoolean(true);
    private Duration passed = Duration.ZERO;
    private Shipper shipper = shipper();

    @TempDir
    Path folder;

    private Shipper shipper() {
        return new Shipper(
                apps,
                centre,
                loggedIn::get,
                () -> Instant.ofEpochMilli(START).plus(passed),
                () -> passed.toNanos(),
                streams);
    }

    private TestApp app(long placement) throws IOException {
        TestApp app = new TestApp(folder.resolve("app" + placement), placement);
        apps.all.add(app);
        return app;
    }

    /** So much later there is a look, and a round. */
    private void after(Duration time) {
        passed = passed.plus(time);
        shipper.look();
        shipper.round();
    }

    private void second() {
        after(Duration.ofSeconds(1));
    }

    /** The agent is killed and started again. */
    private void restart() {
        for (TestApp app : apps.all) app.reopen(app.printed.left());
        shipper = shipper();
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) text.append("line %06d %s\n".formatted(i, "x".repeat(87)));
        return text.toString();
    }

    @Test
    void round_sendsWholeRecords_andTheLastOne_whenNothingFollowsForASecond() throws IOException {
        TestApp app = app(5);
        app.print("one\ntwo\nthr");
        second();

        assertThat(centre.stored(5)).isEqualTo("one\n");
        second();
        assertThat(centre.stored(5)).isEqualTo("one\ntwo\n");

        app.print("ee\n");
        second();
        second();
        assertThat(centre.stored(5)).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void round_sendsAnAppEveryOtherSecond_whileItPrintsMuch() throws IOException {
        TestApp busy = app(5);
        TestApp calm = app(6);
        for (int i = 0; i < 6; i++) {
            busy.print(lines(i * 500, i * 500 + 500));
            calm.print(lines(i, i + 1));
            second();
        }

        assertThat(centre.stored(5)).isEqualTo(lines(0, 2_499));
        assertThat(centre.requests)
                .filteredOn(each -> each.head().placement() == 5)
                .hasSize(3);
        assertThat(centre.requests)
                .filteredOn(each -> each.head().placement() == 6)
                .hasSize(5);

        second();
        second();
        second();
        assertThat(centre.stored(5)).isEqualTo(lines(0, 3_000));
    }

    @Test
    void round_sendsAnUnfinishedLine_whenNothingFollowsForLong() throws IOException {
        app(5).print("Password: ");
        second();
        second();
        assertThat(centre.requests).isEmpty();

        after(AppOutput.SILENCE);

        assertThat(centre.stored(5)).isEqualTo("Password: ");
    }

    @Test
    void round_keepsAStackTraceWhole_whileItIsBeingPrinted() throws IOException {
        TestApp app = app(5);
        app.print("2026-11-30 07:29:11 INFO before\n" + TRACE);
        second();
        app.print("\tat com.example.Shop.main(Shop.java:7)\n");
        second();
        app.print("2026-11-30 07:29:13 INFO behind\n");
        second();

        assertThat(centre.requests)
                .extracting(Request::body)
                .containsExactly(
                        "2026-11-30 07:29:11 INFO before\n", TRACE + "\tat com.example.Shop.main(Shop.java:7)\n");
    }

    @Test
    void round_sendsTheSameRangeAgain_whenTheAnswerWasLost() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        centre.deaf = true;
        second();
        app.print(lines(10, 20));
        second();
        centre.deaf = false;
        second();
        second();

        assertThat(centre.requests.get(1)).isEqualTo(centre.requests.get(0));
        assertThat(centre.requests.get(2)).isEqualTo(centre.requests.get(0));
        assertThat(centre.stored(5)).isEqualTo(lines(0, 20));
    }

    @Test
    void round_sendsTheSameRangeAgain_whenTheAgentWasKilled() throws IOException {
        TestApp app = app(5);
        app.log.started(4711, "1.0", 0);
        app.print(lines(0, 10));
        centre.deaf = true;
        second();
        app.print(lines(10, 20));
        restart();
        app.log.adopted(4711, "1.0");
        centre.deaf = false;
        second();
        second();
        second();

        assertThat(centre.requests.get(1)).isEqualTo(centre.requests.get(0));
        assertThat(centre.stored(5)).isEqualTo(lines(0, 20));
        assertThat(centre.requests)
                .allSatisfy(each -> assertThat(each.head().marks())
                        .allSatisfy(mark -> assertThat(mark.pid()).isEqualTo(4711)));
    }

    @Test
    void round_sendsNothingAgain_whenTheAgentHasEnded() throws IOException {
        app(5).print(lines(0, 10));
        second();
        second();
        shipper.close();
        int before = centre.requests.size();
        restart();
        second();
        second();

        assertThat(centre.requests).hasSize(before);
    }

    @Test
    void round_losesNothingAndStoresNothingTwice_whateverHappens() throws IOException {
        Random random = new Random(11);
        TestApp app = app(5);
        StringBuilder printed = new StringBuilder();
        int line = 0;
        for (int i = 0; i < 300; i++) {
            int more = random.nextInt(60);
            String text = lines(line, line + more);
            line += more;
            printed.append(text);
            app.print(text);
            if (random.nextInt(5) == 0) app.rotate();
            centre.away = random.nextInt(4) == 0;
            centre.deaf = random.nextInt(4) == 0;
            if (random.nextInt(20) == 0) restart();
            second();
        }
        centre.away = false;
        centre.deaf = false;
        for (int i = 0; i < 10; i++) after(Duration.ofSeconds(30));

        assertThat(centre.stored(5)).isEqualTo(printed.toString());
        assertThat(centre.ranges(5))
                .allSatisfy(each -> assertThat(each.head().lost()).isZero());
        assertThat(centre.ranges(5)).extracting(each -> each.head().stream()).containsOnly(first().stream());
    }

    @Test
    void round_tellsHowMuchIsLost_whenItWasRotatedAwayUnsent() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        second();
        second();
        centre.away = true;
        for (int i = 0; i < 10; i++) {
            app.print(lines(10 + i * 1_000, 1_010 + i * 1_000));
            app.rotate();
            second();
        }
        centre.away = false;
        for (int i = 0; i < 5; i++) after(Duration.ofSeconds(30));

        String stored = centre.stored(5);
        long lost =
                centre.ranges(5).stream().mapToLong(each -> each.head().lost()).sum();
        assertThat(lost).isPositive();
        assertThat(stored.length() + lost).isEqualTo(10_010 * 100);
        assertThat(stored).startsWith(lines(0, 10)).endsWith(lines(9_000, 10_010));
        assertThat(Unsent.words(data(app), Instant.now())).contains("rotated away");
    }

    @Test
    void look_keepsTheTimesOfLines_whileTheServerIsAway() throws IOException {
        TestApp app = app(5);
        centre.away = true;
        for (int i = 0; i < 5; i++) {
            app.print(lines(i, i + 1));
            second();
        }
        second();
        centre.away = false;
        after(Duration.ofMinutes(1));
        after(Duration.ofMinutes(1));

        List<Mark> marks = new ArrayList<>();
        centre.ranges(5).forEach(each -> marks.addAll(each.head().marks()));
        assertThat(marks)
                .extracting(Mark::time)
                .startsWith(START + 1_000, START + 2_000)
                .contains(START + 5_000);
        assertThat(marks).extracting(Mark::offset).startsWith(0L, 100L).contains(400L);
    }

    @Test
    void look_marksWhereAnotherProcessBegins() throws IOException {
        TestApp app = app(5);
        app.log.started(1, "1.0", app.log.size());
        app.print(lines(0, 1));
        second();
        app.print(lines(1, 2));
        app.log.started(2, "2.0", app.log.size());
        app.print(lines(2, 3));
        second();
        second();

        List<Mark> marks = new ArrayList<>();
        centre.ranges(5).forEach(each -> marks.addAll(each.head().marks()));
        assertThat(marks)
                .containsSubsequence(
                        new Mark(0, START + 1_000, "1.0", 1),
                        new Mark(100, START + 2_000, "1.0", 1),
                        new Mark(200, START + 2_000, "2.0", 2));
    }

    @Test
    void round_waitsLongerEachTime_andNotAtAll_whenTheServerIsSaidToAnswer() throws IOException {
        app(5).print(lines(0, 10));
        centre.away = true;
        second();
        assertThat(shipper.round()).isBetween(1L, Patience.FIRST.toMillis() + 1);
        assertThat(centre.requests).hasSize(1);
        after(Patience.FIRST);
        assertThat(centre.requests).hasSize(2);
        after(Patience.FIRST);
        assertThat(centre.requests).as("waits twice as long").hasSize(2);
        for (int i = 0; i < 20; i++) after(Patience.LAST);
        assertThat(centre.requests).as("never longer than the last").hasSize(22);

        shipper.online();
        shipper.round();

        assertThat(centre.requests).hasSize(23);
    }

    @Test
    void round_waitsAsLongAsTheServerAsks_whenItIsBusy() throws IOException {
        app(5).print(lines(0, 10));
        centre.answer = new Answer(429, false, "too much", Duration.ofSeconds(7));
        second();
        shipper.online();
        after(Duration.ofSeconds(6));
        assertThat(centre.requests).hasSize(1);
        centre.answer = new Answer(503, true, "HTTP 503", Duration.ZERO);
        second();
        assertThat(centre.requests).hasSize(2);
        centre.answer = new Answer(0, false, "", Duration.ZERO);
        second();
        second();

        assertThat(centre.stored(5)).isEqualTo(lines(0, 10));
    }

    @Test
    void connected_asksAtOnce_whenTheServerHadNoLogCentre() throws IOException {
        app(5).print(lines(0, 10));
        centre.answer = new Answer(404, true, "HTTP 404", Duration.ZERO);
        second();
        centre.answer = new Answer(0, false, "", Duration.ZERO);

        shipper.connected(); // it was upgraded, and knows us from before
        second();
        second();

        assertThat(centre.stored(5)).isEqualTo(lines(0, 10));
    }

    @Test
    void connected_waitsAsLongAsTheServerAsks_whenItHasALogCentre() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        second();
        centre.answer = new Answer(429, false, "too much", Duration.ofSeconds(7));
        app.print(lines(10, 11));
        second();
        int asked = centre.requests.size();

        shipper.connected();
        after(Duration.ofSeconds(6));

        assertThat(centre.requests).hasSize(asked);
    }

    @Test
    void round_asksEveryTenMinutes_whenTheServerHasNoLogCentre() throws IOException {
        app(5).print(lines(0, 10));
        app(6).print(lines(0, 10));
        centre.answer = new Answer(404, true, "HTTP 404", Duration.ZERO);
        second();
        assertThat(centre.requests).hasSize(1);
        shipper.online();
        after(Duration.ofMinutes(9));
        assertThat(centre.requests).hasSize(1);
        after(Duration.ofMinutes(1));
        assertThat(centre.requests).hasSize(2);

        centre.answer = new Answer(0, false, "", Duration.ZERO);
        shipper.loggedIn(); // it was upgraded
        second();
        second();

        assertThat(centre.stored(5)).isEqualTo(lines(0, 10));
    }

    @Test
    void round_leavesOneAppAlone_whenTheServerDoesNotKnowItsPlacement() throws IOException {
        app(5).print(lines(0, 10));
        second();
        second();
        TestApp unknown = app(6);
        unknown.print(lines(0, 10));
        centre.refused = 6;
        centre.answer = new Answer(404, false, "placement 6 is not on this node", Duration.ZERO);
        second();
        second();
        int tries = (int) centre.requests.stream()
                .filter(each -> each.head().placement() == 6)
                .count();
        apps.all.getFirst().print(lines(10, 20));
        second();
        second();

        assertThat(tries).isEqualTo(1);
        assertThat(centre.stored(5)).isEqualTo(lines(0, 20));
        assertThat(centre.stored(6)).isEmpty();
    }

    @Test
    void round_sendsNothing_whileNobodyIsLoggedIn() throws IOException {
        app(5).print(lines(0, 10));
        loggedIn.set(false);
        second();
        second();
        assertThat(centre.requests).isEmpty();

        loggedIn.set(true);
        second();

        assertThat(centre.requests).isNotEmpty();
    }

    @Test
    void round_givesEachAppOneRange_whenOneHasMany() throws IOException {
        app(5).print(lines(0, 20_000));
        TestApp still = app(6);
        still.print("hello\nhello\n");
        passed = passed.plusSeconds(1);
        shipper.look();

        assertThat(shipper.round()).as("at once again").isZero();

        assertThat(centre.requests).extracting(each -> each.head().placement()).containsExactlyInAnyOrder(5L, 6L);
        while (shipper.round() == 0) Thread.onSpinWait();
        assertThat(centre.stored(5)).hasSizeGreaterThan(1_999_000);
        assertThat(centre.requests)
                .allSatisfy(each -> assertThat(each.body().length()).isLessThanOrEqualTo(OutputHead.BYTES));
        assertThat(centre.requests).allSatisfy(each -> assertThat(each.body()).endsWith("\n"));
    }

    @Test
    void round_cutsALine_whenItIsTooLong() throws IOException {
        String line = "y".repeat(OutputHead.BYTES + 1_000) + "\n";
        app(5).print(line + "behind\n");
        second();
        second();
        second();

        assertThat(centre.requests.getFirst().body()).hasSize(OutputHead.BYTES);
        assertThat(centre.stored(5)).isEqualTo(line + "behind\n");
    }

    @Test
    void round_skipsARange_whenTheServerCallsItWrong() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        centre.answer = new Answer(400, false, "not this one", Duration.ZERO);
        second();
        centre.answer = new Answer(0, false, "", Duration.ZERO);
        app.print(lines(10, 20));
        second();
        second();

        assertThat(centre.stored(5)).isEqualTo(lines(9, 20));
        assertThat(Unsent.words(data(app), Instant.now())).contains("1 KB refused");
    }

    @Test
    void look_beginsANewStream_whenTheCursorIsDamaged() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        second();
        second();
        String stream = first().stream();
        Files.writeString(app.log.cursor(), "{\"stream\":\"half");
        restart();
        app.print(lines(10, 20));
        second();
        second();

        Request last = centre.requests.getLast();
        assertThat(last.head().stream()).isNotEqualTo(stream).hasSize(16);
        assertThat(last.end()).isEqualTo(2_000);
    }

    @Test
    void look_beginsANewStream_whenTheLogBeginsAnew() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        second();
        second();
        String stream = first().stream();
        Files.writeString(app.log.file(), ""); // somebody empties it
        app.print(lines(50, 52));
        second();
        second();

        Request last = centre.requests.getLast();
        assertThat(last.head().stream()).isNotEqualTo(stream);
        assertThat(centre.stored(5)).isEqualTo(lines(0, 10) + lines(50, 52));
    }

    @Test
    void look_beginsANewStream_afterTheRangeUnderWay_whenTheMachineWasBooted() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        centre.deaf = true;
        second();
        centre.deaf = false;
        apps.boot = "boot-2";
        restart();
        app.log.started(1, "1.0", app.log.size());
        app.print(lines(10, 20));
        second();
        second();
        second();

        assertThat(centre.requests.get(1)).isEqualTo(centre.requests.get(0));
        assertThat(centre.requests.get(2).head().stream()).isNotEqualTo(first().stream());
        assertThat(centre.stored(5)).isEqualTo(lines(0, 20));
    }

    @Test
    void look_goesOnWhereTheAppWasStarted_whenAPowerCutTookTheEndOfTheLog() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        second();
        second();
        Files.writeString(app.log.file(), lines(0, 8));
        apps.boot = "boot-2";
        restart();
        app.log.started(1, "1.0", app.log.size());
        app.print(lines(20, 30));
        second();
        second();

        assertThat(centre.stored(5)).isEqualTo(lines(0, 10) + lines(20, 30));
    }

    @Test
    void look_dropsTheLogOfARemovedApp_whenItsLastWordsAreSent() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        second();
        app.print("last word");
        app.reopen(true);
        second();
        second();
        assertThat(apps.dropped).isEmpty();
        second();

        assertThat(centre.stored(5)).isEqualTo(lines(0, 10) + "last word");
        assertThat(apps.dropped).containsExactly(app.printed);
    }

    @Test
    void look_dropsTheLogOfARemovedApp_whenTheServerStaysAway() throws IOException {
        TestApp app = app(5);
        app.print(lines(0, 10));
        app.reopen(true);
        centre.away = true;
        second();
        assertThat(apps.dropped).isEmpty();

        after(Shipper.LEFT);

        assertThat(apps.dropped).containsExactly(app.printed);
    }

    @Test
    void range_hasAShortHead_whateverTheReleasesAreCalled() throws IOException {
        TestApp app = app(5);
        centre.away = true;
        for (int i = 0; i < 150; i++) {
            app.log.started(i + 1, "release-ä-" + "x".repeat(80), app.log.size());
            app.print(lines(i, i + 1));
            second();
        }
        centre.away = false;
        for (int i = 0; i < 3; i++) after(Duration.ofSeconds(30));

        assertThat(centre.stored(5)).isEqualTo(lines(0, 150));
        assertThat(centre.requests).allSatisfy(each -> {
            assertThat(io.stardust.protocol.Json.WIRE.ascii(each.head()))
                    .hasSizeLessThan(8_000)
                    .matches("\\p{ASCII}*");
            assertThat(each.head().marks().getFirst().offset())
                    .isEqualTo(each.head().from());
        });
    }

    @Test
    void words_tellHowMuchWaits_whenTheServerIsAwayForLong() throws IOException {
        TestApp app = app(5);
        assertThat(Unsent.words(data(app), Instant.now())).isNull();
        app.print(lines(0, 100));
        centre.away = true;
        second();

        assertThat(Unsent.words(data(app), Instant.now())).isEqualTo("sent as it is printed");
        assertThat(Unsent.words(data(app), Instant.now().plusSeconds(120)))
                .startsWith("10 KB to send, not taken since");
    }

    /** A data folder in which the app's log is. */
    private Path data(TestApp app) throws IOException {
        Path data = folder.resolve("data");
        Path logs = Files.createDirectories(data.resolve("logs"));
        if (!Files.exists(logs.resolve("app"))) Files.createSymbolicLink(logs.resolve("app"), app.folder);
        return data;
    }

    private OutputHead first() {
        return centre.requests.getFirst().head();
    }

    @Test
    void fixture_printsLinesOfAHundredBytes() {
        assertThat(lines(7, 8).getBytes(StandardCharsets.UTF_8)).hasSize(100);
    }
}
