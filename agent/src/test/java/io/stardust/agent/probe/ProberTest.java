package io.stardust.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.Probe;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProberTest {
    private final Prober prober = new Prober();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger killed = new AtomicInteger();

    @AfterEach
    void close() {
        prober.close();
    }

    @Test
    void http_saysWhatIsAnswered_whenThatChanges() throws Exception {
        try (Apps app = new Apps(Apps.http(200, "fine"))) {
            ask("http", "/up?x=1", app.port(), null);
            assertThat(next()).isEqualTo("well");

            app.answers(Apps.http(500, "ouch"));
            assertThat(next()).isEqualTo("http://127.0.0.1:%d/up?x=1 answered 500, 2 times".formatted(app.port()));

            app.answers(Apps.http(302, ""));
            assertThat(next()).isEqualTo("well");
        }
    }

    @Test
    void http_readsTheBody_whenATextIsExpected() throws Exception {
        String head = "HTTP/1.1 200 OK\r\n|Transfer-|Encoding: chunked\r\n\r\n";
        try (Apps whole = new Apps(Apps.http(200, "all is up"));
                Apps chunked = new Apps(head + "5\r\nall i|\r\n4\r\ns up\r\n0\r\n\r\n");
                Apps other = new Apps(Apps.http(200, "down"));
                Apps ended = new Apps("HTTP/1.0 200 OK\r\n\r\nnow all| is up")) {
            ask("http", "/", whole.port(), "is up");
            assertThat(next()).isEqualTo("well");
            ask("http", "/", chunked.port(), "is up");
            assertThat(next()).isEqualTo("well");
            ask("http", "/", ended.port(), "is up");
            assertThat(next()).isEqualTo("well");
            ask("http", "/", other.port(), "is up");
            assertThat(next()).contains("answered 200 without 'is up'");
        }
    }

    @Test
    void http_isAYes_whenTheAnswerHasNoEnd() throws Exception {
        try (Apps app = new Apps("HTTP/1.1 200 OK\r\n\r\nendless")) {
            ask("http", "/", app.port(), null);

            assertThat(next()).isEqualTo("well");
        }
    }

    @Test
    void http_isANoWithWords_whenNothingOrNonsenseAnswers() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        ask("http", "/", free, null);
        assertThat(next()).contains("connection refused");
        try (Apps silent = new Apps("");
                Apps rude = new Apps("SSH-2.0-x\r\n\r\n")) {
            ask("http", "/", silent.port(), null);
            assertThat(next()).contains("no answer in 200 ms");
            ask("http", "/", rude.port(), null);
            assertThat(next()).contains("answered no HTTP");
        }
    }

    @Test
    void tcp_isAYes_whenAConnectionIsAccepted() throws Exception {
        try (Apps app = new Apps("")) {
            ask("tcp", null, app.port(), null);
            assertThat(next()).isEqualTo("well");
            ask("tcp", "localhost:" + app.port(), 0, null);
            assertThat(next()).isEqualTo("well");
        }
    }

    @Test
    void name_isLookedUpElsewhere_andANoWhenThereIsNone() throws Exception {
        ask("http", "http://no-such-host.invalid/", 0, null);

        assertThat(next()).startsWith("http://no-such-host.invalid/");
    }

    @Test
    void https_saysNo_whenTheOtherSideSpeaksPlainly() throws Exception {
        try (Apps app = new Apps(Apps.http(200, ""))) {
            ask("http", "https://127.0.0.1:" + app.port() + "/", 0, null);

            assertThat(next()).startsWith("https://127.0.0.1:" + app.port() + "/: ");
        }
    }

    @Test
    void exec_saysWhatTheCommandSaidLast() throws Exception {
        ask("exec", "true", 0, null);
        assertThat(next()).isEqualTo("well");
        ask("exec", "echo first; echo no luck >&2; exit 3", 0, null);
        assertThat(next()).isEqualTo("echo first; echo no luck >&2; exit 3 exited with code 3 (no luck), 2 times");
        ask("exec", "yes | head -c 1m; echo; echo end; exit 1", 0, null);
        assertThat(next()).contains("exited with code 1 (end)");
    }

    @Test
    void exec_isKilled_whenItTakesTooLong() throws Exception {
        ask("exec", "sleep 600", 0, null);

        assertThat(next()).contains("sleep 600: no answer in 200 ms");
        assertThat(killed.get()).isPositive();
    }

    @Test
    void exec_isANo_whenItCannotBeStarted() throws Exception {
        ask("exec", "unstartable", 0, null);

        assertThat(next()).contains("unstartable: not today");
    }

    @Test
    void begin_keepsNoAppWaiting_whenManyOthersHang() throws Exception {
        try (Apps silent = new Apps("");
                Apps app = new Apps(Apps.http(200, ""))) {
            List<Probing> hanging = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                hanging.add(prober.begin(
                        Question.of(new Probe("http", "/", 0, 0, 0, 0, null), silent.port()),
                        new Rhythm(
                                Duration.ZERO,
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1),
                                1,
                                Duration.ofMinutes(1),
                                false),
                        new Plain(),
                        new Told()));
            }

            ask("http", "/", app.port(), null);

            assertThat(next()).isEqualTo("well");
            hanging.forEach(Probing::stop);
        }
    }

    @Test
    void stop_asksNothingAnyMore_andBeginWorksAgain() throws Exception {
        try (Apps app = new Apps(Apps.http(200, ""))) {
            Probing first = ask("http", "/", app.port(), null);
            assertThat(next()).isEqualTo("well");

            first.stop();
            Awaits.until(() -> "no thread", () -> !prober.asks());
            int asked = app.asked();
            ask("http", "/", app.port(), null);

            assertThat(next()).isEqualTo("well");
            assertThat(app.asked()).isGreaterThan(asked);
        }
    }

    private Probing ask(String kind, @Nullable String target, int port, @Nullable String expect) {
        Question question = Question.of(new Probe(kind, target, 0, 0, 0, 0, expect), port);
        boolean patient = target != null && target.startsWith("yes");
        Duration timeout = Duration.ofMillis(patient ? 10_000 : 200);
        return prober.begin(
                question,
                new Rhythm(Duration.ZERO, Duration.ofMillis(50), timeout, 2, Duration.ofMillis(50), false),
                new Plain(),
                new Told());
    }

    private String next() throws InterruptedException {
        String said = heard.poll(30, TimeUnit.SECONDS);
        return said == null ? "nothing" : said;
    }

    private final class Told implements Heard {
        @Override
        public void well() {
            heard.add("well");
        }

        @Override
        public void unwell(Reason why) {
            heard.add(why.text());
        }
    }

    private final class Plain implements Surroundings {
        @Override
        public Process start(String line) throws IOException {
            if (line.equals("unstartable")) throw new IOException("not today");
            return new ProcessBuilder("sh", "-c", line)
                    .redirectErrorStream(true)
                    .start();
        }

        @Override
        public void kill(Process process) {
            killed.incrementAndGet();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
