package io.stardust.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.http.ServiceClient;
import io.stardust.client.link.Awaits;
import io.stardust.client.link.Pace;
import io.stardust.client.token.Signer;
import io.stardust.client.token.StardustFilter;
import io.stardust.client.token.TokenException;
import io.stardust.client.token.TokenVerifier;
import io.stardust.protocol.Envelope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A consumer and a provider whose server is away for 30 hours. Each reaches it by a way of its own, so that one can
 * find it again before the other does.
 */
class AwayTest {
    private static final Duration AWAY = Duration.ofHours(30);

    @TempDir
    Path folder;

    private final MovedClock clock = new MovedClock();
    private final Signer signer = new Signer("k1");
    private AppServer ofProvider; // made before each test, as the next
    private AppServer ofConsumer;
    private Stardust provider;
    private Stardust consumer;
    private HttpServer http;
    private int port;

    @BeforeEach
    void start() throws IOException {
        ofProvider = server();
        ofConsumer = server();
        provider = start("shop", ofProvider);
        serve(0);
        ofConsumer.state("Orders", 10, AppServer.model(1, "http://127.0.0.1:" + port));
        consumer = start("web", ofConsumer);
        Awaits.until("tokens", () -> consumer.serviceToken() != null && provider.serviceToken() != null);
    }

    @AfterEach
    void stop() throws IOException {
        http.stop(0);
        consumer.close();
        provider.close();
        ofProvider.close();
        ofConsumer.close();
    }

    private AppServer server() throws IOException {
        var server = new AppServer();
        server.clock = clock;
        server.serviceToken = token("j1", Duration.ZERO);
        server.fake.route("/.well-known/jwks.json", request -> Signer.set(signer));
        server.fake.route(
                "/App/RevokedTokens",
                request -> Envelope.wrap("{\"Revoked\":[\"j0\"],\"Version\":5}".getBytes(StandardCharsets.UTF_8)));
        return server;
    }

    /** As the server gives them: good for two hours, from {@code ago}. */
    private String token(String id, Duration ago) {
        long from = clock.instant().minus(ago).getEpochSecond();
        return signer.sign(Signer.claims("", from, from + 7_200).replace("j1", id));
    }

    private Stardust start(String app, AppServer server) {
        return Stardust.builder()
                .server(server.url())
                .app(app)
                .secret("s1")
                .cache(folder.resolve(app))
                .leaveWait(Duration.ZERO)
                .pace(Pace.usual().faster(20))
                .clock(clock)
                .start();
    }

    /** The provider's own server, with the filter of the SDK that runs now. */
    private void serve(int at) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        http.createContext("/", exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                })
                .getFilters()
                .add(new StardustFilter(provider.verifier()));
        http.start();
        port = http.getAddress().getPort();
    }

    private int call() {
        try {
            return consumer.http()
                    .send("Orders", ServiceClient.request("/").build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static boolean accepts(TokenVerifier verifier, String token) {
        try {
            verifier.verify(token);
            return true;
        } catch (TokenException e) {
            return false;
        }
    }

    private void goAway() throws IOException {
        Awaits.until("the list of revoked tokens", () -> !accepts(provider.verifier(), token("j0", Duration.ZERO)));
        assertThat(call()).isEqualTo(204);
        ofProvider.fake.goAway();
        ofConsumer.fake.goAway();
        String over = token("j2", Duration.ofHours(3));
        Awaits.until("the provider knows that the server is away", () -> accepts(provider.verifier(), over));
        clock.advance(AWAY);
    }

    private void comesBack(AppServer server) {
        server.serviceToken = token("j3", Duration.ZERO);
        server.fake.comeBack();
    }

    @Test
    void callsRestartsAndTokens_goOn_whileTheServerIsAway() throws IOException {
        goAway();

        assertThat(call()).isEqualTo(204);
        assertThat(provider.verifier().lateAccepted()).isPositive();

        provider.close();
        http.stop(0);
        provider = start("shop", ofProvider);
        serve(port);
        assertThat(call()).as("after the provider's restart").isEqualTo(204);

        consumer.close();
        consumer = start("web", ofConsumer);
        assertThat(call()).as("after the consumer's restart").isEqualTo(204);

        assertThat(accepts(provider.verifier(), token("j0", AWAY)))
                .as("a revoked token")
                .isFalse();
        assertThat(accepts(provider.verifier(), token("j4", Duration.ofHours(75))))
                .as("a token that ended more than 72 hours ago")
                .isFalse();
    }

    @Test
    void calls_goOn_whenTheProviderFindsTheServerAgainBeforeItsCallers() throws IOException {
        goAway();
        String endedBefore = token("j5", AWAY.plusHours(3));

        comesBack(ofProvider);
        Awaits.until("the provider has found it", () -> !accepts(provider.verifier(), endedBefore));

        assertThat(call()).as("with the old token").isEqualTo(204);
        comesBack(ofConsumer);
        Awaits.until(
                "a new token", () -> String.valueOf(ofConsumer.serviceToken).equals(consumer.serviceToken()));
        assertThat(call()).as("with the new token").isEqualTo(204);
        assertThat(consumer.registry().resolve("Orders")).hasSize(1);
    }

    @Test
    void oldTokens_areRefused_whenTheServerHasBeenBackForAWhile() throws IOException {
        String old = String.valueOf(consumer.serviceToken());
        goAway();
        comesBack(ofProvider);
        Awaits.until("the provider has found it", () -> !accepts(provider.verifier(), token("j5", AWAY.plusHours(3))));
        assertThat(accepts(provider.verifier(), old)).isTrue();

        clock.advance(Duration.ofMinutes(3));

        assertThat(accepts(provider.verifier(), old)).isFalse();
    }
}
