package io.stardust.server.registry;

import static io.stardust.server.ServerUnderTest.await;
import static io.stardust.server.registry.TestRegistry.instance;
import static io.stardust.server.registry.TestRegistry.offer;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stardust.server.instance.Instance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {
    private static final Instance CONSUMER = instance("web", 99, true);

    @TempDir
    Path data;

    private TestRegistry test;
    private HttpServer app;
    private volatile int status = 500;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        test = new TestRegistry(data);
        app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        app.createContext("/health", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        app.start();
    }

    @AfterEach
    void stop() {
        app.stop(0);
        test.close();
    }

    private static Instance local(int number) {
        return new Instance(
                5,
                "orders",
                1,
                "127.0.0.1@" + number,
                "127.0.0.1",
                "127.0.0.1",
                null,
                null,
                null,
                null,
                null,
                null,
                true);
    }

    private String address() {
        return "http://127.0.0.1:" + app.getAddress().getPort();
    }

    /** Lets the time of one question pass, and waits for its answer. */
    private void ask(Provider provider) {
        int before = asked.get();
        test.clock.advance(Duration.ofSeconds(11));
        await(() -> asked.get() > before);
        await(() -> Objects.requireNonNull(watch(provider)).asked() == test.clock.millis());
    }

    private Probes.@Nullable Watch watch(Provider provider) {
        return test.registry().wiring().probes().of(provider.said.id());
    }

    @Test
    void provider_isHiddenAfterThreeFailures_andShownAfterOneSuccess() {
        Provider provider = test.register(local(1), offer("Orders", address(), "/health"));
        test.register(instance("orders", 2, true), "Orders");
        test.register(instance("orders", 3, true), "Orders");
        ask(provider);
        ask(provider);
        assertThat(test.resolve(CONSUMER, "Orders")).hasSize(3);

        ask(provider);
        await(() -> test.resolve(CONSUMER, "Orders").size() == 2);
        assertThat(Objects.requireNonNull(watch(provider)).result()).isEqualTo("HTTP 500");

        status = 204;
        ask(provider);
        await(() -> test.resolve(CONSUMER, "Orders").size() == 3);
    }

    @Test
    void unwellProviders_areShown_whenTheyAreHalfOfTheService() {
        Provider first = test.register(local(1), offer("Orders", address(), "/health"));
        Provider second = test.register(local(2), offer("Orders", address(), "/health"));
        test.registry().health(first.tenure.book, first.said.id(), false);
        assertThat(test.resolve(CONSUMER, "Orders")).hasSize(1);

        test.registry().health(second.tenure.book, second.said.id(), false);
        assertThat(test.resolve(CONSUMER, "Orders")).hasSize(2);

        test.registry().health(first.tenure.book, first.said.id(), true);
        assertThat(test.resolve(CONSUMER, "Orders")).hasSize(1);
    }

    @Test
    void target_isOneOfTheProvidersOwnAddresses_orNone() {
        String own = "http://10.0.0.1:80,tcp://10.0.0.1:81";
        assertThat(ProbeTarget.of("/health", own, "10.0.0.1"))
                .hasToString("ProbeTarget[url=http://10.0.0.1:80/health, local=false]");
        assertThat(ProbeTarget.of("tcp://10.0.0.1:81", own, "10.0.0.1")).isNotNull();
        assertThat(ProbeTarget.of("http://10.0.0.2/", own, "10.0.0.1")).isNull();
        assertThat(ProbeTarget.of("http://10.0.0.1@10.0.0.2/", own, "10.0.0.1")).isNull();
        assertThat(ProbeTarget.of("file://10.0.0.1/etc/passwd", own, "10.0.0.1"))
                .isNull();
        assertThat(ProbeTarget.of("tcp://10.0.0.1", own, "10.0.0.1")).isNull();
        assertThat(ProbeTarget.of("/health", "tcp://10.0.0.1:81", "10.0.0.1")).isNull();
        assertThat(ProbeTarget.of("what", own, "10.0.0.1")).isNull();
    }

    @Test
    void thisMachineAndItsLink_areNotAsked_forProvidersElsewhere() {
        for (String host : new String[] {"127.0.0.1", "169.254.169.254", "[::1]", "localhost", "0.0.0.0"}) {
            var target = Objects.requireNonNull(ProbeTarget.of("/health", "http://" + host + ":80", "10.0.0.1"));
            assertThat(target.ask()).as(host).startsWith("not asked");
        }
        assertThat(asked).hasValue(0);
    }
}
