package io.stardust.client.log;

import static io.stardust.client.link.Awaits.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is dropped, and how it is counted; the rest is tested against a real server, there. */
class LogSenderTest {
    private static final long BOUND = 2_000; // bytes that may wait
    private static final String LARGE = "x".repeat(3_000);

    @TempDir
    Path folder;

    private LogServer server;

    @BeforeEach
    void start() throws IOException {
        server = new LogServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LogSettings settings(String app) {
        return LogSettings.of(
                Map.of("STARDUST_SERVER", server.url(), "STARDUST_APP_ID", app, "STARDUST_SECRET", "secret"));
    }

    private LogSender sender(int capacity) {
        return new LogSender(settings("shop").withFolder(folder).withBounds(capacity, BOUND));
    }

    private static void offer(LogSender sender, String... messages) {
        for (String message : messages) sender.offer(event("shop.Cart", message));
    }

    private static LogEvent event(String logger, String message) {
        return new LogEvent(1, LogEvent.Level.INFO, logger, "main", "", message, null, Map.of());
    }

    private List<Path> waiting() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".otlp")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void dropped_countsWhatHasNoRoom_andTheLogSaysSo() throws Exception {
        try (LogSender sender = sender(2)) {
            offer(sender, "first", "second", "third", "fourth", "fifth");
            assertThat(sender.dropped()).isEqualTo(3);
            sender.start();

            assertThat(server.next())
                    .contains("first", "second", "dropped events of shop: 3 came too fast")
                    .doesNotContain("third");
        }
    }

    @Test
    void dropped_countsTheEventsOfTheOldestBatches_whenTooMuchWaits() {
        server.answer(503);
        try (LogSender sender = sender(100)) {
            offer(sender, "first", "second", "third");
            sender.start();
            until("they wait", () -> waiting().size() == 1);
            assertThat(sender.dropped()).isZero();

            offer(sender, LARGE);
            until("the large one takes their place", () -> sender.dropped() > 0);
            assertThat(sender.dropped()).isEqualTo(3);

            offer(sender, "fifth");
            until("the large one goes", () -> sender.dropped() > 3);
            assertThat(sender.dropped()).isEqualTo(4);
        }
    }

    @Test
    void dropped_countsWhatAnEarlierProcessLeft_whenItHasToGo() {
        server.answer(503);
        try (LogSender before = sender(100)) {
            offer(before, "first", "second");
            before.start();
            until("they wait", () -> waiting().size() == 1);
        }

        try (LogSender after = sender(100).start()) {
            offer(after, LARGE);
            until("the large one takes their place", () -> after.dropped() > 0);
            assertThat(after.dropped()).isEqualTo(2);
        }
    }

    @Test
    void offer_gathersWhatComesOneByOne_whileTheServerIsAway() {
        server.answer(503);
        try (LogSender sender = new LogSender(settings("shop").withFolder(folder)).start()) {
            offer(sender, "first");
            until("it waits", () -> waiting().size() == 1);
            for (int i = 0; i < 500; i++) {
                offer(sender, "each");
                assertThat(waiting()).hasSizeLessThan(10); // it takes a moment, as work of an app does
            }
            until(
                    "all wait",
                    () -> waiting().stream().mapToInt(LogSenderTest::events).sum() == 501);
            assertThat(waiting()).hasSizeLessThan(10);
        }
    }

    /** As the name of the file says. */
    private static int events(Path file) {
        return Integer.parseInt(file.getFileName().toString().split("\\.")[1]);
    }

    @Test
    void dropped_countsABatch_whoseFileIsGone() throws Exception {
        server.answer(503);
        try (LogSender sender = sender(100)) {
            offer(sender, "first", "second");
            sender.start();
            until("they wait", () -> waiting().size() == 1);
            Files.delete(waiting().get(0));

            server.answer(200);
            until("it is missed", () -> sender.dropped() == 2);
            assertThat(server.next()).contains("dropped events of shop: 2 waited too long for the server");
        }
    }

    @Test
    void dropped_countsWhatTheServerRefuses_atOnceAndOfThoseThatWaited() {
        server.answer(503);
        try (LogSender sender = sender(100)) {
            offer(sender, "first", "second", "third");
            sender.start();
            until("they wait", () -> waiting().size() == 1);
            server.answer(400);
            until("what waited is refused", () -> sender.dropped() == 3);

            offer(sender, "fourth");
            until("what comes is refused", () -> sender.dropped() == 4);
            assertThat(waiting()).isEmpty();
        }
    }

    @Test
    void logOfTheSdk_saysHowManyAndWhy() {
        Queue<String> said = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.stardust.client.log");
        logger.addHandler(handler);
        server.answer(413);
        try (LogSender sender = new LogSender(settings("told"))) {
            offer(sender, "first", "second");
            sender.start();
            until("it is said", () -> said.stream().anyMatch(line -> line.contains("of told")));
            offer(sender, "third");
            until("it is counted", () -> sender.dropped() == 3);
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(said.stream().filter(line -> line.contains("of told")))
                .containsExactly(
                        "dropped events of told: 2 refused by the server (HTTP 413)",
                        "dropped events of told: 1 refused by the server (HTTP 413)");
    }

    @Test
    void offer_takesNothingOfTheSdk_whichWouldFeedItself() throws Exception {
        try (LogSender sender = sender(100)) {
            assertThat(sender.offer(event("io.stardust.client.link", "logged in")))
                    .isFalse();
            offer(sender, "of the app");
            sender.start();

            assertThat(server.next()).contains("of the app").doesNotContain("logged in");
            assertThat(sender.dropped()).isZero();
        }
    }
}
