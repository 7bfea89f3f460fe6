package io.stardust.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stardust.protocol.Json;
import io.stardust.server.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A small OpenID Connect provider: discovery, authorization code with PKCE S256, token and keys over real HTTP. Whoever
 * comes is let in at once. It checks client, redirect and verifier as a real one does.
 */
final class Issuer implements AutoCloseable {
    static final String CLIENT = "stardust";
    static final String SECRET = "client secret/+";

    private final HttpServer http;
    private final ManualClock clock;
    private final RSAKey key;
    private final RSAKey stranger;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    /** Changes what the next ID tokens say. */
    volatile UnaryOperator<JWTClaimsSet.Builder> claims = builder -> builder;

    volatile boolean wrongKey;
    volatile List<String> groups = List.of("ops");

    Issuer(ManualClock clock) {
        this.clock = clock;
        try {
            this.key = new RSAKeyGenerator(2048).keyID("k1").generate();
            this.stranger = new RSAKeyGenerator(2048).keyID("k1").generate();
            this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new AssertionError(e);
        }
        http.createContext(
                "/.well-known/openid-configuration",
                exchange -> json(
                        exchange,
                        200,
                        Map.of(
                                "issuer", url(),
                                "authorization_endpoint", url() + "/authorize",
                                "token_endpoint", url() + "/token",
                                "jwks_uri", url() + "/keys")));
        http.createContext("/keys", exchange -> send(exchange, 200, new JWKSet(key).toString(true)));
        http.createContext("/authorize", this::authorize);
        http.createContext("/token", this::token);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        boolean right = CLIENT.equals(query.get("client_id"))
                && "code".equals(query.get("response_type"))
                && "S256".equals(query.get("code_challenge_method"))
                && query.getOrDefault("scope", "").contains("openid");
        if (!right) {
            json(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, query);
        String back = query.get("redirect_uri") + "?code=" + code + "&state="
                + URLEncoder.encode(Objects.requireNonNull(query.get("state")), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> body = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> begun = codes.remove(body.getOrDefault("code", ""));
        String pair = CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        boolean right = begun != null
                && basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && Objects.equals(begun.get("redirect_uri"), body.get("redirect_uri"))
                && challenge(body.getOrDefault("code_verifier", "")).equals(begun.get("code_challenge"));
        if (begun == null || !right) {
            json(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        String idToken = idToken(Objects.requireNonNull(begun.get("nonce")));
        json(exchange, 200, Map.of("access_token", "x", "token_type", "Bearer", "id_token", idToken));
    }

    private String idToken(String nonce) {
        var said = new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(CLIENT)
                .subject("u-4711")
                .claim("nonce", nonce)
                .claim("preferred_username", "Dora.Doe@example.org")
                .claim("name", "Dora Doe")
                .claim("groups", groups)
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))));
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                    claims.apply(said).build());
            token.sign(new RSASSASigner(wrongKey ? stranger : key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, String> form(String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split("&")) {
            int at = pair.indexOf('=');
            values.put(
                    URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return values;
    }

    /** Follows the browser's way through the issuer: returns the path and query it is sent back to. */
    String passThrough(String authorization) {
        try {
            var connection = (java.net.HttpURLConnection)
                    URI.create(authorization).toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            URI back = URI.create(connection.getHeaderField("Location"));
            return back.getRawPath() + "?" + back.getRawQuery();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void json(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, Json.PEOPLE.text(body));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
