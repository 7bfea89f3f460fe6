package io.stardust.server.grant;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A provider that knows what the server publishes and no more, and judges the service tokens that it is shown. */
final class TestProvider {
    /** What stands before the 32 bytes in a SubjectPublicKeyInfo of Ed25519 (RFC 8410). */
    private static final String HEAD = "302a300506032b6570032100";

    private static final Duration SKEW = Duration.ofMinutes(5);

    private final ServerUnderTest server;
    private final TestApp app;
    private final long project;

    TestProvider(ServerUnderTest server, TestApp app, long project) {
        this.server = server;
        this.app = app;
        this.project = project;
    }

    /** What it says of a token by a clock that is {@code off}: {@code accepted}, or what is wrong with it. */
    String judges(String token, Duration off) {
        try {
            SignedJWT shown = SignedJWT.parse(token);
            if (!isSigned(shown)) return "forged";
            JWTClaimsSet claims = shown.getJWTClaimsSet();
            if (isRevoked(claims)) return "revoked";
            boolean named = claims.getAudience().contains(app.name);
            if (!named && !Long.toString(project).equals(claims.getStringClaim("prj"))) return "audience";
            Instant now = server.clock.instant().plus(off);
            if (claims.getIssueTime().toInstant().isAfter(now.plus(SKEW))) return "future";
            return now.isBefore(claims.getExpirationTime().toInstant().plus(SKEW)) ? "accepted" : "expired";
        } catch (ParseException e) {
            return "malformed";
        }
    }

    String judges(String token) {
        return judges(token, Duration.ZERO);
    }

    private boolean isSigned(SignedJWT token) throws ParseException {
        if (!token.getHeader().getAlgorithm().getName().equals("EdDSA")) return false;
        Reply keys = server.link("/.well-known/jwks.json", null, null);
        @Nullable
        JWK key = JWKSet.parse(json(keys)).getKeyByKeyId(token.getHeader().getKeyID());
        return key != null
                && verifies(
                        key.toOctetKeyPair(),
                        token.getSigningInput(),
                        token.getSignature().decode());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Reply reply) {
        return (Map<String, Object>) Objects.requireNonNull(reply.body());
    }

    /** As {@code open} says, which is a public key. */
    static boolean verifies(OctetKeyPair open, byte[] text, byte[] signature) {
        try {
            byte[] head = HexFormat.of().parseHex(HEAD);
            byte[] spki = Arrays.copyOf(head, head.length + 32);
            System.arraycopy(open.getDecodedX(), 0, spki, head.length, 32);
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
            check.update(text);
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private boolean isRevoked(JWTClaimsSet claims) {
        for (Object one : revoked()) {
            String[] parts = String.valueOf(one).split("@", -1);
            boolean his = parts[0].equals(claims.getSubject());
            if (his && claims.getIssueTime().toInstant().getEpochSecond() <= Long.parseLong(parts[1])) return true;
        }
        return false;
    }

    private List<?> revoked() {
        Reply list = server.link("/App/RevokedTokens", null, app.token);
        return (List<?>) Objects.requireNonNull(list.at("data.Revoked"));
    }
}
