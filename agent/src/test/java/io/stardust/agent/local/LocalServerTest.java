package io.stardust.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both doors over real sockets. */
class LocalServerTest {
    private final List<String> restarted = new CopyOnWriteArrayList<>();
    private final List<Long> called = new CopyOnWriteArrayList<>();
    private final CountDownLatch rounds = new CountDownLatch(2);

    @TempDir
    Path data;

    private LocalServer door;
    private LocalServices services;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(
                data.resolve(LocalServices.FILE),
                "{\"services\":[{\"name\":\"cron\",\"enable\":true,\"arguments\":\"--key s3cret\"}]}");
        services = new LocalServices(data, all -> {}, this::states);
        services.begin(List.of(platform()));
        door = door(-1);
        door.start();
    }

    private List<PlacementReport> states() {
        return List.of(new PlacementReport(7, "running", 0, "1", 0, 4711, 5000, 2, null, null, null, false, 5, null));
    }

    private LocalServer door(int port) {
        var processes = new Watchdog.Processes() {
            @Override
            public boolean guards(long pid) {
                called.add(pid);
                return true;
            }

            @Override
            public void restart(long pid, Reason why) {
                throw new AssertionError(why.text());
            }
        };
        var about = new LocalAnswers.About(
                "4.0.0",
                data.toString(),
                () -> "10.0.0.9",
                () -> "http://10.0.0.1:6600",
                () -> "C1",
                () -> true,
                99,
                List::of);
        var answers = new LocalAnswers(
                about,
                services,
                this::states,
                new Watchdog(processes, System::nanoTime),
                (name, why) -> name.equals("web") && restarted.add(name),
                InstantSource.fixed(Instant.ofEpochMilli(1234)));
        return new LocalServer(port, data.resolve("state"), answers, rounds::countDown, new SecureRandom());
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void info_tellsAnSdkWhereTheServerIs() throws Exception {
        String answer = ask("Info", "{\"ProcessId\":4321,\"Server\":\"http://127.0.0.1:6600\"}");

        assertThat(answer)
                .contains("\"ProcessName\":\"StarAgent\"", "\"Server\":\"http://10.0.0.1:6600\"", "\"Code\":\"C1\"")
                .contains("\"Version\":\"4.0.0\"", "\"IP\":\"10.0.0.9\"", "\"Services\":[\"web\",\"cron\"]");
    }

    @Test
    void ping_tellsTheTime_andIsRememberedByTheWatchdog() throws Exception {
        assertThat(ask("Ping", "{\"ProcessId\":77,\"AppName\":\"shop\",\"WatchdogTimeout\":30}"))
                .isEqualTo("{\"ServerTime\":1234}");
        assertThat(called).containsExactly(77L);
    }

    @Test
    void setServer_keepsTheOneThereIs() throws Exception {
        assertThat(ask("SetServer", "{\"server\":\"http://evil:6600\"}")).isEqualTo("\"http://10.0.0.1:6600\"");
    }

    @Test
    void getServices_listsWhatIsHere_withoutSecrets() throws Exception {
        String answer = ask("GetServices", "");

        assertThat(answer)
                .contains("\"Name\":\"cron\"", "\"RunningServices\":[{\"Name\":\"web\",\"ProcessId\":4711")
                .doesNotContain("s3cret");
    }

    @Test
    void services_areStoppedAndStartedAndRestarted() throws Exception {
        assertThat(ask("StopService", "{\"serviceName\":\"cron\"}")).contains("\"Success\":true");
        assertThat(stopped("cron")).isTrue();
        assertThat(ask("StartService", "{\"ServiceName\":\"cron\"}")).contains("\"Success\":true");
        assertThat(stopped("cron")).isFalse();
        assertThat(ask("StopService", "{\"serviceName\":\"web\"}"))
                .contains("\"Success\":false", "web is the platform's");
        assertThat(ask("RestartService", "{\"serviceName\":\"web\"}")).contains("\"Success\":true");
        assertThat(ask("RestartService", "{\"serviceName\":\"nobody\"}")).contains("\"Success\":false");
        assertThat(restarted).containsExactly("web");
    }

    private boolean stopped(String name) {
        return services.everything().stream()
                .anyMatch(each -> name.equals(each.name()) && "stopped".equals(each.desired()));
    }

    @Test
    void unknownActions_areAnsweredAsErrors_andRubbishIsNot() throws Exception {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            byte[] rubbish = {1, 2, 3};
            socket.send(new DatagramPacket(rubbish, rubbish.length, address()));
            byte[] answer = exchange(socket, "Format", "{}");

            assertThat(answer[0]).isEqualTo((byte) 0xC1);
            assertThat(new String(answer, StandardCharsets.UTF_8)).contains("Format: not known here");
            socket.setSoTimeout(1);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> socket.receive(new DatagramPacket(new byte[9], 9)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void datagram_getsOneAnswer_howeverManyQuestionsAreInIt() throws Exception {
        byte[] one = question("Ping", "{}");
        byte[] many = new byte[one.length * 100];
        for (int i = 0; i < 100; i++) System.arraycopy(one, 0, many, i * one.length, one.length);
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(many, many.length, address()));
            byte[] last = exchange(socket, "Ping", "{}"); // comes after all that the first could bring
            byte[] next = exchange(socket, "Format", "{}");

            assertThat(last[0]).isEqualTo((byte) 0x81);
            // two datagrams were answered so far: the second answer is read here, and not one of many
            assertThat(next[0]).isEqualTo((byte) 0x81);
            var third = new DatagramPacket(new byte[16_384], 16_384);
            socket.receive(third);
            assertThat(third.getData()[0]).isEqualTo((byte) 0xC1);
        }
    }

    @Test
    void http_answersTheCommandLine_andActsWithTheTokenOnly() throws Exception {
        Path token = data.resolve("state/local.token");
        String secret = Files.readString(token);

        assertThat(http("GET /info", "127.0.0.1", null))
                .startsWith("HTTP/1.1 200")
                .contains("\"version\":\"4.0.0\"", "\"connected\":true", "\"running\":1", "\"services\":2");
        assertThat(http("GET /services", "localhost:5500", null))
                .contains("\"name\":\"web\",\"origin\":\"platform\"", "\"name\":\"cron\",\"origin\":\"local\"")
                .doesNotContain("s3cret");
        assertThat(http("POST /services/cron/stop", "127.0.0.1", null)).startsWith("HTTP/1.1 401");
        assertThat(http("POST /services/cron/stop", "127.0.0.1", "x")).startsWith("HTTP/1.1 401");
        assertThat(stopped("cron")).isFalse();
        assertThat(http("POST /services/cron/stop", "127.0.0.1", secret)).startsWith("HTTP/1.1 200");
        assertThat(stopped("cron")).isTrue();
        assertThat(http("POST /services/nobody/stop", "127.0.0.1", secret)).startsWith("HTTP/1.1 409");
        assertThat(http("GET /nothing", "127.0.0.1", null)).startsWith("HTTP/1.1 404");
        assertThat(http("GET /info", "evil.example", null)).startsWith("HTTP/1.1 403");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
    }

    @Test
    void start_goesOnWithoutDoors_whenThePortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var second = door(taken.getLocalPort())) {
            second.start();

            assertThat(second.port()).isZero();
            assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue(); // of both doors
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port());
    }

    /** Returns the data of the answer. */
    private String ask(String action, String json) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            byte[] answer = exchange(socket, action, json);
            Srmp message =
                    Objects.requireNonNull(Srmp.parse(answer, 0, answer.length)).message();
            assertThat(message.flag()).isEqualTo(0x81);
            assertThat(message.sequence()).isEqualTo(9);
            assertThat(message.action()).isEqualTo(action);
            return new String(message.data(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] question(String action, String json) {
        byte[] question = new Srmp(1, 9, action, new byte[0]).reply(json);
        question[0] = 1; // a request is built as a reply is, but for the flag
        return question;
    }

    private byte[] exchange(DatagramSocket socket, String action, String json) throws IOException {
        byte[] question = question(action, json);
        socket.send(new DatagramPacket(question, question.length, address()));
        var answer = new DatagramPacket(new byte[16_384], 16_384);
        socket.receive(answer);
        return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
    }

    private String http(String request, String host, @org.jspecify.annotations.Nullable String token)
            throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(10_000);
            String head = request + " HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (token == null ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static DeployInfo platform() {
        ServiceInfo service = Json.WIRE.read("{\"Name\":\"web\",\"Enable\":true}", ServiceInfo.class);
        return new DeployInfo(
                7, "Web", "1", null, null, null, 2, service, null, 0, 1, 3, "running", 0, 0, null, null, null, null, 0,
                null, null);
    }
}
