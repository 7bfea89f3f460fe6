package io.stardust.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer and a provider with one server: what one shows, the other verifies. */
class TokensTest {
    @TempDir
    Path folder;

    private final Signer signer = new Signer("k1");
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private AppServer server; // made before each test

    @BeforeEach
    void startServer() throws IOException {
        server = new AppServer();
        server.serviceToken = signer.sign(Signer.claims("", Signer.now(), Signer.now() + 7_200));
        server.fake.route("/.well-known/jwks.json", request -> Signer.set(signer));
        server.fake.route("/App/RevokedTokens", request -> revoked("[]", 5));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) each.close();
        server.close();
    }

    private static byte[] revoked(String ids, int version) {
        return Envelope.wrap(
                ("{\"Revoked\":" + ids + ",\"Version\":" + version + "}").getBytes(StandardCharsets.UTF_8));
    }

    private Stardust start(String app) {
        Stardust stardust = Stardust.builder()
                .server(server.url())
                .app(app)
                .secret("s1")
                .cache(folder.resolve(app))
                .firstWait(Duration.ofSeconds(20))
                .leaveWait(Duration.ZERO)
                .pace(Pace.usual().faster(20))
                .start();
        open.add(stardust);
        return stardust;
    }

    private static boolean isRefused(TokenVerifier verifier, String token) {
        try {
            verifier.verify(token);
            return false;
        } catch (TokenException e) {
            return e.reason() == TokenException.Reason.REVOKED;
        }
    }

    @Test
    void consumer_callsAProvider_thatKnowsWhoItIs_andGoesOnWithoutTheServer() throws Exception {
        Stardust provider = start("shop");
        var filter = new StardustFilter(provider.verifier());
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        open.add(() -> http.stop(0));
        http.createContext("/", exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                })
                .getFilters()
                .add(filter);
        http.start();
        String address = "http://127.0.0.1:" + http.getAddress().getPort();
        server.state("Orders", 10, AppServer.model(1, address));
        Stardust consumer = start("web");
        Awaits.until("token", () -> consumer.serviceToken() != null && provider.serviceToken() != null);
        var request = ServiceClient.request("/").build();

        assertThat(consumer.http()
                        .send("Orders", request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
        server.fake.goAway();

        assertThat(consumer.http()
                        .send("Orders", request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void verifier_readsRevokedTokensAtALogin_andHearsOfMore() throws IOException {
        server.fake.route("/App/RevokedTokens", request -> revoked("[\"j0\"]", 5));
        String token = String.valueOf(server.serviceToken);
        String other = signer.sign(
                Signer.claims("", Signer.now(), Signer.now() + 7_200).replace("j1", "j0"));
        Stardust provider = start("shop");
        Awaits.until("token", () -> provider.serviceToken() != null);
        TokenVerifier verifier = provider.verifier();
        Awaits.until("the list", () -> isRefused(verifier, other));
        Awaits.until("socket", () -> !server.fake.sockets.isEmpty());
        assertThat(isRefused(verifier, token)).isFalse();

        server.fake.sockets.get(0).text("token#{\"Revoked\":[\"j0\",\"j1\"],\"Version\":9}");

        Awaits.until("revoked", () -> isRefused(verifier, token));
        assertThatThrownBy(() -> verifier.verify(token)).hasMessageContaining("revoked");
    }

    @Test
    void verifier_takesTheListOfARestoredServer_whenAnAnswerOfTheOldCountWasOnItsWay() throws Exception {
        var asked = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        server.fake.route("/App/RevokedTokens", request -> {
            if (asked.getCount() == 0) return revoked("[\"j1\"]", 3);
            asked.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the test ends
            }
            return revoked("[]", 9);
        });
        Stardust provider = start("shop");
        TokenVerifier verifier = provider.verifier();
        String token = String.valueOf(server.serviceToken);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        verifier.refresh();
        goesOn.countDown();

        Awaits.until("the list of less", () -> isRefused(verifier, token));
    }

    @Test
    void verifier_takesTheListOfARestoredServer_andForgetsNothing() throws Exception {
        long ended = Signer.now() - 100;
        server.fake.route("/App/RevokedTokens", request -> revoked("[\"web@" + ended + "\"]", 9));
        String before = signer.sign(Signer.claims("", ended, Signer.now() + 7_200));
        String after = signer.sign(Signer.claims("", Signer.now(), Signer.now() + 7_200));
        Stardust provider = start("shop");
        Awaits.until("token", () -> provider.serviceToken() != null);
        TokenVerifier verifier = provider.verifier();
        Awaits.until("the list", () -> isRefused(verifier, before));
        assertThat(isRefused(verifier, after)).isFalse();

        server.fake.route("/App/RevokedTokens", request -> revoked("[\"j1\"]", 3));
        verifier.refresh(); // as after a login

        Awaits.until("the list of less", () -> isRefused(verifier, after));
        String other =
                signer.sign(Signer.claims("", ended, Signer.now() + 7_200).replace("j1", "j2"));
        assertThat(isRefused(verifier, other)).isTrue();
    }
}
