package io.stardust.client.token;

import io.stardust.client.token.TokenException.Reason;
import io.stardust.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token in compact form, taken apart and not yet believed (RFC 7515, EdDSA of RFC 8037 alone). Immutable. */
final class Jws {
    static final int MAX_CHARS = 8 * 1024;

    private final Map<?, ?> header;
    private final byte[] payload;
    private final byte[] signed;
    private final byte[] signature;

    private Jws(Map<?, ?> header, byte[] payload, byte[] signed, byte[] signature) {
        this.header = header;
        this.payload = payload;
        this.signed = signed;
        this.signature = signature;
    }

    /** Takes {@code token} apart; refuses any algorithm but ours, whatever the token says of itself. */
    static Jws of(String token) throws TokenException {
        String[] parts = token.length() > MAX_CHARS ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) throw malformed("no three parts");
        Map<?, ?> header = object(decoded(parts[0]));
        if (!"EdDSA".equals(header.get("alg"))) throw malformed("signed otherwise than by EdDSA");
        if (header.containsKey("crit")) throw malformed("it asks for what is not understood");
        byte[] signed =
                token.substring(0, parts[0].length() + 1 + parts[1].length()).getBytes(StandardCharsets.US_ASCII);
        return new Jws(header, decoded(parts[1]), signed, decoded(parts[2]));
    }

    @Nullable
    String keyId() {
        return header.get("kid") instanceof String id ? id : null;
    }

    boolean isSignedBy(PublicKey key) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature that is none, by its form
        }
    }

    Map<?, ?> claims() throws TokenException {
        return object(payload);
    }

    private static byte[] decoded(String part) throws TokenException {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw malformed("no base64url");
        }
    }

    private static Map<?, ?> object(byte[] json) throws TokenException {
        try {
            if (Json.WIRE.readAny(json) instanceof Map<?, ?> object) return object;
        } catch (Json.BadJson e) {
            throw malformed("no JSON");
        }
        throw malformed("no object");
    }

    private static TokenException malformed(String why) {
        return new TokenException(Reason.MALFORMED, "the service token is malformed: " + why);
    }
}
