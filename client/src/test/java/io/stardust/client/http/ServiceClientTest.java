package io.stardust.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.balance.FairShare;
import io.stardust.client.balance.WeightedRoundRobin;
import io.stardust.client.link.Awaits;
import io.stardust.client.registry.Provider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceClientTest {
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private final List<Provider> providers = new CopyOnWriteArrayList<>();
    private final ServiceClient client =
            new ServiceClient(query -> List.copyOf(providers), () -> "tok", service -> new WeightedRoundRobin());

    @AfterEach
    void stop() throws Exception {
        client.close();
        for (AutoCloseable each : open) each.close();
    }

    private static Provider at(long id, String address) {
        return at(id, address, 100);
    }

    private static Provider at(long id, String address, int weight) {
        return new Provider(
                id, List.of(URI.create(address)), "shop", "c", "1", null, Set.of(), weight, null, null, Map.of());
    }

    private static final class Shop {
        final AtomicInteger calls = new AtomicInteger();
        final List<String> seen = new CopyOnWriteArrayList<>();
        volatile int status = 200;
    }

    private Shop shop() throws IOException {
        return shop(100);
    }

    private Shop shop(int weight) throws IOException {
        var shop = new Shop();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            shop.calls.incrementAndGet();
            shop.seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst(ServiceClient.TOKEN_HEADER));
            byte[] body = "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(shop.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        providers.add(at(
                providers.size() + 1L, "http://127.0.0.1:" + server.getAddress().getPort() + "/base/", weight));
        return shop;
    }

    /** Refuses every connection. */
    private void closedPort() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        providers.add(at(providers.size() + 1L, "http://127.0.0.1:" + port));
    }

    /** Takes a connection and answers nothing. */
    private ServerSocket mute() throws IOException {
        var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(socket);
        providers.add(at(providers.size() + 1L, "http://127.0.0.1:" + socket.getLocalPort()));
        return socket;
    }

    /** As a machine that is cut off: connections to it are neither made nor refused, because the queue is full. */
    private void blackHole() throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(socket);
        for (int i = 0; i < 8; i++) {
            SocketChannel filling = SocketChannel.open();
            filling.configureBlocking(false);
            filling.connect(socket.getLocalSocketAddress());
            open.add(filling);
        }
        providers.add(at(providers.size() + 1L, "http://127.0.0.1:" + socket.getLocalPort()));
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return client.send("Shop", ServiceClient.request("/x?y=1").build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post() throws IOException, InterruptedException {
        HttpRequest request =
                ServiceClient.request("/x").POST(BodyPublishers.ofString("b")).build();
        return client.send("Shop", request, BodyHandlers.ofString());
    }

    @Test
    void send_reachesTheProvidersPath_andShowsTheToken() throws Exception {
        Shop shop = shop();

        assertThat(get().body()).isEqualTo("hello");

        assertThat(shop.seen).containsExactly("GET /base/x?y=1 Bearer tok null");
    }

    @Test
    void send_showsTheTokenBesides_whenTheAppAuthorizesItself() throws Exception {
        Shop shop = shop();
        HttpRequest own =
                ServiceClient.request("/x").header("Authorization", "Basic abc").build();

        client.send("Shop", own, BodyHandlers.ofString());

        assertThat(shop.seen).containsExactly("GET /base/x Basic abc tok");
    }

    @Test
    void send_givesATenthOfTheWeight_aTenthOfTheCalls() throws Exception {
        Shop fresh = shop(10);
        Shop old = shop(90);
        try (var shared = new ServiceClient(query -> List.copyOf(providers), () -> null, service -> new FairShare())) {
            HttpRequest request = ServiceClient.request("/x").build();
            for (int i = 0; i < 5_000; i++) shared.send("Shop", request, BodyHandlers.discarding());
        }

        assertThat(fresh.calls.get() + old.calls.get()).isEqualTo(5_000);
        assertThat(fresh.calls).hasValueBetween(400, 600);
    }

    @Test
    void send_tellsThatNobodyIsThere() {
        assertThatThrownBy(this::get)
                .isInstanceOf(NoProviderException.class)
                .hasMessage("service Shop: nobody offers it");
    }

    @Test
    void send_asksAnother_whenNoConnectionCanBeMade_whateverTheMethod() throws Exception {
        closedPort();
        Shop shop = shop();

        for (int i = 0; i < 4; i++) assertThat(post().statusCode()).isEqualTo(200);

        assertThat(shop.calls).hasValue(4);
    }

    @Test
    void send_asksAnother_onlyWhenTheCallMayBeRepeated() throws Exception {
        Shop busy = shop();
        busy.status = 503;
        Shop well = shop();

        assertThat(List.of(post().statusCode(), post().statusCode())).contains(503);
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(well.calls.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void send_returnsTheAnswer_whenAllAreBusy() throws Exception {
        Shop one = shop();
        Shop two = shop();
        one.status = 503;
        two.status = 503;

        assertThat(get().statusCode()).isEqualTo(503);

        assertThat(one.calls.get() + two.calls.get()).isEqualTo(2); // each once
    }

    @Test
    void send_repeatsNothingMore_whenTheBudgetIsUsedUp() throws Exception {
        Shop one = shop();
        Shop two = shop();
        one.status = 503;
        two.status = 503;
        long begin = System.nanoTime();
        int calls = 0;
        while (calls < 40) {
            try {
                get();
            } catch (NoProviderException e) {
                // the circuits of both are open by now
            }
            calls++;
        }
        long seconds = 1 + (System.nanoTime() - begin) / 1_000_000_000L;

        assertThat(one.calls.get() + two.calls.get()).isLessThanOrEqualTo(calls + (int) (10 * seconds));
    }

    @Test
    void send_givesUpInTime_whenAProviderIsMute() throws Exception {
        mute();
        HttpRequest quick =
                ServiceClient.request("/x").timeout(Duration.ofMillis(300)).build();
        long begin = System.nanoTime();

        assertThatThrownBy(() -> client.send("Shop", quick, BodyHandlers.ofString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("timed out");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void send_asksAnother_whenAProviderIsMute() throws Exception {
        mute();
        Shop shop = shop();
        HttpRequest quick =
                ServiceClient.request("/x").timeout(Duration.ofSeconds(1)).build();

        for (int i = 0; i < 4; i++) {
            assertThat(client.send("Shop", quick, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }

        assertThat(shop.calls).hasValue(4);
    }

    @Test
    void send_givesUpInTime_whenTheBodyNeverEnds() throws Exception {
        ServerSocket half = mute();
        io.stardust.protocol.loop.Chore.start("half", () -> {
            Socket socket = half.accept();
            open.add(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        });
        HttpRequest quick =
                ServiceClient.request("/x").timeout(Duration.ofMillis(300)).build();

        assertThatThrownBy(() -> client.send("Shop", quick, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessageContaining("not there in time");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void send_endsAtOnce_whenItsCallerIsInterrupted() throws Exception {
        mute();
        HttpRequest slow =
                ServiceClient.request("/x").timeout(Duration.ofSeconds(60)).build();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client.send("Shop", slow, BodyHandlers.ofString()))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void send_leavesTheCutOffAlone_withinTwoSeconds() throws Exception {
        blackHole();
        shop();
        shop();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 1_200_000_000L)
            get(); // one of them meets the black hole, and costs its second

        List<Long> took = new ArrayList<>();
        long end = begin + 2_000_000_000L;
        while (System.nanoTime() < end) {
            long from = System.nanoTime();
            get();
            took.add(System.nanoTime() - from);
        }

        assertThat(took).isNotEmpty().allMatch(nanos -> nanos < 900_000_000L);
    }

    @Test
    void send_waitsASecondAtMost_whenItTriesTheCutOffAgain() throws Exception {
        ServerSocket mute = mute();
        var taken = new AtomicInteger();
        io.stardust.protocol.loop.Chore.start("mute", () -> {
            while (!mute.isClosed()) {
                open.add(mute.accept());
                taken.incrementAndGet();
            }
        });
        shop();
        HttpRequest request =
                ServiceClient.request("/x").timeout(Duration.ofSeconds(6)).build();
        while (taken.get() == 0) client.send("Shop", request, BodyHandlers.ofString()); // for three seconds

        long longest = 0;
        while (taken.get() == 1) {
            long from = System.nanoTime();
            client.send("Shop", request, BodyHandlers.ofString());
            longest = Math.max(longest, System.nanoTime() - from);
        }

        assertThat(Duration.ofNanos(longest)).isBetween(Duration.ofMillis(900), Duration.ofMillis(2_500));
    }

    @Test
    void send_failsAtOnce_whenTheOnlyProviderHasFailedTooOften() throws Exception {
        ServerSocket mute = mute();
        HttpRequest quick =
                ServiceClient.request("/x").timeout(Duration.ofMillis(20)).build();
        var taken = new AtomicInteger();
        io.stardust.protocol.loop.Chore.start("mute", () -> {
            while (!mute.isClosed()) {
                open.add(mute.accept());
                taken.incrementAndGet();
            }
        });
        int asked = 0;
        @Nullable IOException last = null;
        while (!(last instanceof NoProviderException) && asked < 1_000) {
            asked++;
            try {
                client.send("Shop", quick, BodyHandlers.ofString());
            } catch (IOException e) {
                last = e;
            }
        }

        assertThat(last).isInstanceOf(NoProviderException.class).hasMessageContaining("providers (1)");
    }

    @Test
    void send_losesNoIdempotentCall_whenAProviderIsKilledUnderLoad() throws Exception {
        shop();
        shop();
        AutoCloseable victim = open.get(0);
        var stop = new CountDownLatch(1);
        var failures = new ConcurrentLinkedQueue<Exception>();
        var done = new AtomicInteger();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            load.add(io.stardust.protocol.loop.Chore.start("load", () -> {
                while (stop.getCount() > 0) {
                    try {
                        get();
                        done.incrementAndGet();
                    } catch (IOException e) {
                        failures.add(e);
                    }
                }
            }));
        }
        Awaits.until("load", () -> done.get() > 200);
        victim.close();
        int then = done.get();
        Awaits.until("more", () -> done.get() > then + 500);
        stop.countDown();
        for (Thread each : load) each.join();

        assertThat(failures).isEmpty();
    }
}
