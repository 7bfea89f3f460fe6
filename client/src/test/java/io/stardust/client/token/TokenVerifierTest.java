package io.stardust.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.disk.Shelf;
import io.stardust.client.link.FakeServer;
import io.stardust.client.token.TokenException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifierTest {
    private static final long HOUR = 3_600;

    @TempDir
    Path folder;

    private final Signer signer = new Signer("k1");
    private FakeServer server; // made before each test
    private Shelf shelf; // likewise

    @BeforeEach
    void startServer() throws IOException {
        server = new FakeServer().route("/.well-known/jwks.json", request -> Signer.set(signer));
        shelf = new Shelf(folder);
        new ServiceToken(shelf).set(token("", 0, 2 * HOUR)); // tells our project
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private TokenVerifier verifier() {
        return Verifiers.of(server, shelf);
    }

    /** Ages are in seconds from now. */
    private String token(String more, long issued, long expires) {
        return signer.sign(Signer.claims(more, Signer.now() + issued, Signer.now() + expires));
    }

    private static void refuses(TokenVerifier verifier, @Nullable String token, Reason reason) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        TokenException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void verify_saysWhoCalls() throws TokenException {
        Caller caller = verifier().verify(token("\"aud\":[\"shop\",\"x\"],\"scp\":\"read write\",", 0, HOUR));

        assertThat(caller.app()).isEqualTo("web");
        assertThat(caller.id()).isEqualTo("j1");
        assertThat(caller.late()).isFalse();
        assertThat(caller.may("read")).isTrue();
        assertThat(caller.may("delete")).isFalse();
    }

    @Test
    void verify_acceptsAnyAppOfTheOwnProject_whenNoAudienceIsNamed() throws TokenException {
        assertThat(verifier().verify(token("", 0, HOUR)).may("anything")).isTrue();
        assertThat(verifier().verify(token("", 0, HOUR)).project()).isEqualTo("p1");
    }

    @Test
    void verify_asksTheServerOnce_whateverIsShown() throws TokenException {
        TokenVerifier verifier = verifier();
        for (int i = 0; i < 5; i++) verifier.verify(token("", 0, HOUR + i));
        for (int i = 0; i < 5; i++) refuses(verifier, new Signer("other" + i).sign("{}"), Reason.UNKNOWN_KEY);

        assertThat(server.requests("/.well-known/jwks.json")).hasSize(1);
    }

    @Test
    void verify_findsANewKey_whenTheServerHasOne() throws TokenException {
        verifier().verify(token("", 0, HOUR));
        var next = new Signer("k2");
        server.route("/.well-known/jwks.json", request -> Signer.set(signer, next));

        String signed = next.sign(Signer.claims("", Signer.now(), Signer.now() + HOUR));

        assertThat(verifier().verify(signed).app()).isEqualTo("web");
    }

    @Test
    void verify_refusesWhatIsForged() {
        TokenVerifier verifier = verifier();
        String good = token("", 0, HOUR);
        String[] parts = good.split("\\.", -1);
        String others = new Signer("k1").sign(Signer.claims("", Signer.now(), Signer.now() + HOUR));
        String claims = Signer.base64(Signer.claims("\"scp\":\"all\",", Signer.now(), Signer.now() + HOUR)
                .getBytes(StandardCharsets.UTF_8));

        refuses(verifier, others, Reason.FORGED);
        refuses(verifier, parts[0] + "." + claims + "." + parts[2], Reason.FORGED);
        refuses(verifier, parts[0] + "." + parts[1] + ".", Reason.FORGED);
        byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
        for (int i = 0; i < signature.length; i++) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            refuses(verifier, parts[0] + "." + parts[1] + "." + Signer.base64(changed), Reason.FORGED);
        }
        refuses(verifier, parts[0] + "." + parts[1] + "." + Signer.base64(Arrays.copyOf(signature, 63)), Reason.FORGED);
    }

    @Test
    void verify_refusesOtherAlgorithms_andWhatIsNoToken() {
        TokenVerifier verifier = verifier();
        String claims = Signer.claims("", Signer.now(), Signer.now() + HOUR);

        refuses(verifier, null, Reason.MISSING);
        refuses(verifier, "", Reason.MISSING);
        for (String bad : new String[] {"a", "a.b", "a.b.c", "..", "e30.e30.e30", "a".repeat(100_000), "[].e30.e30"}) {
            refuses(verifier, bad, Reason.MALFORMED);
        }
        refuses(verifier, signer.sign("{\"alg\":\"none\",\"kid\":\"k1\"}", claims), Reason.MALFORMED);
        refuses(verifier, signer.sign("{\"alg\":\"HS256\",\"kid\":\"k1\"}", claims), Reason.MALFORMED);
        refuses(verifier, signer.sign("{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"crit\":[\"x\"]}", claims), Reason.MALFORMED);
        refuses(verifier, signer.sign(claims.replace("stardust", "other")), Reason.MALFORMED);
        refuses(verifier, signer.sign("{\"alg\":\"EdDSA\"}", claims), Reason.UNKNOWN_KEY);
    }

    @Test
    void verify_refusesOtherAudiences() {
        TokenVerifier verifier = verifier();

        refuses(verifier, token("\"aud\":[\"other\"],", 0, HOUR), Reason.AUDIENCE);
        refuses(verifier, token("\"aud\":[],", 0, HOUR), Reason.AUDIENCE);
        String other = Signer.claims("", Signer.now(), Signer.now() + HOUR).replace("p1", "p2");
        refuses(verifier, signer.sign(other), Reason.AUDIENCE);
    }

    @Test
    void verify_acceptsClocksFiveMinutesOff_andNoMore() throws TokenException {
        TokenVerifier verifier = verifier();

        verifier.verify(token("", 290, HOUR));
        verifier.verify(token("", -HOUR, -290));
        refuses(verifier, token("", 320, HOUR), Reason.EXPIRED);
        refuses(verifier, token("", -HOUR, -310), Reason.EXPIRED);
    }

    @Test
    void verify_acceptsWhatHasEnded_forThreeDays_whileNoServerIsThere() throws Exception {
        verifier().verify(token("", 0, HOUR)); // the keys are on the disk now
        server.goAway();
        TokenVerifier verifier = verifier();

        assertThat(verifier.verify(token("", -40 * HOUR, -30 * HOUR)).late()).isTrue();
        assertThat(verifier.verify(token("", -80 * HOUR, -71 * HOUR)).late()).isTrue();
        refuses(verifier, token("", -80 * HOUR, -73 * HOUR), Reason.EXPIRED);
        assertThat(verifier.lateAccepted()).isEqualTo(2);
    }

    @Test
    void verify_neverAcceptsTheRevoked_evenAfterARestartWithoutAServer() throws Exception {
        TokenVerifier first = verifier();
        String shown = token("", 0, HOUR);
        first.verify(shown);

        assertThat(first.text("token#{\"Revoked\":[\"j1\"],\"Version\":0}")).isTrue();

        refuses(first, shown, Reason.REVOKED);
        server.goAway();
        refuses(verifier(), shown, Reason.REVOKED);
    }

    @Test
    void verify_refusesWhatAnAppWasGivenBefore_whenAllOfItsTokensAreRevoked() throws Exception {
        TokenVerifier verifier = verifier();
        String old = token("", -60, HOUR);
        verifier.verify(old);

        verifier.text(
                "token#{\"Revoked\":[\"web@%d\",\"other@9999999999\"],\"Version\":7}".formatted(Signer.now() - 30));

        refuses(verifier, old, Reason.REVOKED);
        assertThat(verifier.verify(token("", 0, HOUR)).app()).isEqualTo("web");
    }

    @Test
    void text_leavesAnOlderList() throws Exception {
        TokenVerifier verifier = verifier();
        String shown = token("", 0, HOUR);

        verifier.text("token#{\"Revoked\":[\"j1\"],\"Version\":7}");
        verifier.text("token#{\"Revoked\":[],\"Version\":6}");

        refuses(verifier, shown, Reason.REVOKED);
    }

    @Test
    void text_leavesWhatIsNotItsOwn_andWhatCannotBeRead() {
        TokenVerifier verifier = verifier();

        assertThat(verifier.text("service#{}")).isFalse();
        assertThat(verifier.text("token#{")).isTrue();
        assertThat(verifier.text("token#[]")).isTrue();
    }

    @Test
    void filter_letsPassWhoMay_andTellsTheOthersWhy() throws Exception {
        TokenVerifier verifier = verifier();
        var filter = new StardustFilter(verifier, "read");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
                    byte[] body = name(filter, exchange).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                })
                .getFilters()
                .add(filter);
        http.start();
        try {
            URI at = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
            String good = token("\"scp\":\"read\",", 0, HOUR);

            assertThat(get(at, "Authorization", "Bearer " + good).body()).isEqualTo("web");
            assertThat(get(at, "X-Stardust-Token", good).statusCode()).isEqualTo(200);
            assertThat(get(at, "Authorization", "Bearer " + token("\"scp\":\"write\",", 0, HOUR))
                            .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> none = get(at, "Accept", "*/*");
            assertThat(none.statusCode()).isEqualTo(401);
            assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(none.body()).contains("no service token");
        } finally {
            http.stop(0);
        }
    }

    private static String name(StardustFilter filter, com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        try {
            return filter.caller(exchange).app();
        } catch (TokenException e) {
            throw new IOException(e);
        }
    }

    private static HttpResponse<String> get(URI at, String header, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at).header(header, value).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
