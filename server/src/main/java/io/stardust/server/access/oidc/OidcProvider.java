package io.stardust.server.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.stardust.protocol.Json;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Speaks OpenID Connect with the issuer: authorization code with PKCE (RFC 7636), ID token checked by the issuer's
 * keys. Thread-safe; asks nothing before the first sign-in.
 */
final class OidcProvider {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final int MAX_KEYS = 256 << 10;
    private static final int MAX_ANSWER = 1 << 20;
    /** Signatures by a key pair only: with a shared secret, who can check a token could also make one. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384);

    private final OidcSettings settings;
    private final InstantSource clock;
    private volatile @Nullable Endpoints endpoints;

    OidcProvider(OidcSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Where the browser goes to sign in. */
    String authorization(OidcAttempt attempt, String redirect) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", redirect);
        query.put("scope", "openid profile email");
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        String start = endpoints().authorization();
        return start + (start.contains("?") ? "&" : "?") + form(query);
    }

    /**
     * Exchanges the code for who it is.
     *
     * @throws Denied if the issuer refuses, or its ID token does not hold
     */
    Identity identity(String code, OidcAttempt attempt, String redirect) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("grant_type", "authorization_code");
        body.put("code", code);
        body.put("redirect_uri", redirect);
        body.put("code_verifier", attempt.verifier());
        @Nullable String secret = settings.clientSecret();
        if (secret == null) body.put("client_id", settings.clientId());
        var request = HttpRequest.newBuilder(URI.create(endpoints().token()))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(body)));
        if (secret != null) request.header("Authorization", basic(settings.clientId(), secret));
        Map<?, ?> answer = ask(request.build());
        if (!(answer.get("id_token") instanceof String idToken)) {
            throw new Denied("the issuer refused the code: " + answer.get("error"));
        }
        return checked(idToken, attempt.nonce());
    }

    private static String basic(String id, String secret) {
        String pair = encoded(id) + ":" + encoded(secret); // RFC 6749, 2.3.1
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private Identity checked(String idToken, String nonce) {
        JWTClaimsSet claims;
        try {
            var processor = new DefaultJWTProcessor<SecurityContext>();
            processor.setJWSKeySelector(
                    new JWSVerificationKeySelector<>(ALGORITHMS, endpoints().keys()));
            processor.setJWTClaimsSetVerifier(null); // below, by our clock
            claims = processor.process(idToken, null);
            requireClaims(claims, nonce);
            return identity(claims);
        } catch (ParseException | BadJOSEException e) {
            throw new Denied("the ID token does not hold: " + e.getMessage());
        } catch (JOSEException e) {
            throw new Unavailable("the issuer's keys cannot be read: " + e.getMessage());
        }
    }

    private void requireClaims(JWTClaimsSet claims, String nonce) throws ParseException {
        if (!settings.issuer().equals(claims.getIssuer())) throw new Denied("the ID token is of another issuer");
        List<String> audience = claims.getAudience();
        if (!audience.contains(settings.clientId())) throw new Denied("the ID token is for another client");
        if (audience.size() > 1 && !settings.clientId().equals(claims.getStringClaim("azp"))) {
            throw new Denied("the ID token is for several clients and was not issued to this one");
        }
        Instant now = clock.instant();
        @Nullable Date expires = claims.getExpirationTime();
        if (expires == null || !now.isBefore(expires.toInstant().plus(SKEW))) {
            throw new Denied("the ID token has expired");
        }
        @Nullable Date issued = claims.getIssueTime();
        if (issued == null || issued.toInstant().isAfter(now.plus(SKEW))) {
            throw new Denied("the ID token is of the future; compare the clocks");
        }
        if (!nonce.equals(claims.getStringClaim("nonce"))) throw new Denied("the ID token is of another sign-in");
    }

    private Identity identity(JWTClaimsSet claims) throws ParseException {
        @Nullable String subject = claims.getSubject();
        if (subject == null || subject.isBlank()) throw new Denied("the ID token names nobody");
        @Nullable String wanted = claims.getStringClaim("preferred_username");
        if (wanted == null) wanted = claims.getStringClaim("email");
        Set<String> groups = switch (claims.getClaim(settings.groupsClaim())) {
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.toSet());
            case String one -> Set.of(one);
            case null, default -> Set.of();
        };
        return new Identity(
                settings.issuer() + " " + subject,
                wanted == null ? subject : wanted,
                claims.getStringClaim("name"),
                groups);
    }

    private Endpoints endpoints() {
        Endpoints known = endpoints;
        if (known != null && clock.instant().isBefore(known.until())) return known;
        URI document = URI.create(settings.issuer().replaceAll("/+$", "") + "/.well-known/openid-configuration");
        Map<?, ?> told = ask(HttpRequest.newBuilder(document).timeout(TIMEOUT).build());
        if (!settings.issuer().equals(told.get("issuer"))) {
            throw new Unavailable("oidc.issuer: %s calls itself %s".formatted(settings.issuer(), told.get("issuer")));
        }
        try {
            int millis = (int) TIMEOUT.toMillis();
            var keys = JWKSourceBuilder.create(
                            URI.create(text(told, "jwks_uri")).toURL(),
                            new DefaultResourceRetriever(millis, millis, MAX_KEYS))
                    .retrying(true)
                    .build();
            var read = new Endpoints(
                    text(told, "authorization_endpoint"),
                    text(told, "token_endpoint"),
                    keys,
                    clock.instant().plus(Duration.ofHours(1)));
            endpoints = read;
            return read;
        } catch (IOException | IllegalArgumentException e) {
            throw new Unavailable("the issuer's configuration does not hold: " + e.getMessage());
        }
    }

    private static String text(Map<?, ?> told, String name) {
        if (told.get(name) instanceof String text) return text;
        throw new Unavailable("the issuer's configuration lacks " + name);
    }

    private static Map<?, ?> ask(HttpRequest request) {
        // a client of its own: sign-ins are rare, and its threads end with it
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<byte[]> answer = http.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
            if (answer.statusCode() >= 500) throw new Unavailable("the issuer answered " + answer.statusCode());
            if (Json.PEOPLE.readAny(answer.body()) instanceof Map<?, ?> map) return map;
            throw new Unavailable("the issuer answered no JSON object");
        } catch (IOException | Json.BadJson e) {
            throw new Unavailable("the issuer does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted");
        }
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + encoded(value.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Who the issuer says it is.
     *
     * @param subject issuer and subject, the same for ever
     * @param wantedName what they are called there
     */
    record Identity(
            String subject, String wantedName, @Nullable String displayName, Set<String> groups) {}

    private record Endpoints(String authorization, String token, JWKSource<SecurityContext> keys, Instant until) {}
}
