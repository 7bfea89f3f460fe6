package io.stardust.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.AppServer;
import io.stardust.client.Stardust;
import io.stardust.client.link.Awaits;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.registry.PublishServiceInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class OfferingTest {
    @TempDir
    Path folder;

    private AppServer server; // made before each test

    @BeforeEach
    void startServer() throws IOException {
        server = new AppServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private PublishServiceInfo offered(String service) {
        Awaits.until(service + " is offered", () -> server.offered.containsKey(service));
        return Objects.requireNonNull(server.offered.get(service));
    }

    @Test
    void webApplication_isOffered_andTakenBackWhileItsServerStillAnswers() {
        AtomicInteger answered = new AtomicInteger();
        ConfigurableApplicationContext context =
                TestApp.start(WebApp.class, server, folder, "--stardust.tags=blue", "--stardust.weight=10");
        String url = TestApp.url(context);
        server.fake.route("/App/UnregisterService", request -> {
            answered.set(TestApp.get(url + "/open").statusCode());
            server.offered.clear();
            return Envelope.ok(null);
        });

        PublishServiceInfo offer = offered("web");
        assertThat(offer.address()).endsWith(url.substring(url.lastIndexOf(':')));
        assertThat(offer.tag()).isEqualTo("blue");
        assertThat(offer.weight()).isEqualTo(10);
        context.close();

        assertThat(answered).hasValue(200);
        assertThat(server.offered).isEmpty();
    }

    @Test
    void service_hasItsOwnNameAndAddress_whereTheyAreTold() {
        try (var context = TestApp.start(
                WebApp.class,
                server,
                folder,
                "--stardust.service=Orders",
                "--stardust.address=https://orders.example")) {
            assertThat(offered("Orders").address()).isEqualTo("https://orders.example");
            assertThat(context.getBean(Offering.class).service()).isEqualTo("Orders");
        }
    }

    @Test
    void nothing_isOffered_whereNobodyWantsIt() {
        try (var context = TestApp.start(WebApp.class, server, folder, "--stardust.register=false")) {
            Stardust stardust = context.getBean(Stardust.class);
            Awaits.until("login", stardust::isLoggedIn);
            assertThat(context.getBeanProvider(Offering.class).getIfAvailable()).isNull();
            assertThat(stardust.registry().offered()).isEmpty();
        }
    }
}
