package io.stardust.client.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Signs tokens as the server does. */
public final class Signer {
    final String id;
    private final KeyPair pair;

    public Signer(String id) {
        try {
            this.id = id;
            this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String jwk() {
        byte[] encoded = pair.getPublic().getEncoded();
        String x = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + id + "\",\"x\":\"" + x + "\"}";
    }

    public String sign(String claims) {
        return sign("{\"alg\":\"EdDSA\",\"kid\":\"" + id + "\"}", claims);
    }

    String sign(String header, String claims) {
        try {
            String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + base64(claims.getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Claims with {@code more} of them, which ends in a comma unless it is empty; of a project when no audience is
     * named.
     */
    public static String claims(String more, long issued, long expires) {
        String project = more.contains("\"aud\"") ? "" : "\"prj\":\"p1\",";
        return "{" + more + project + "\"iss\":\"stardust\",\"sub\":\"web\",\"jti\":\"j1\",\"iat\":" + issued
                + ",\"exp\":" + expires + "}";
    }

    public static byte[] set(Signer... signers) {
        String keys = String.join(",", Arrays.stream(signers).map(Signer::jwk).toList());
        return ("{\"keys\":[" + keys + "]}").getBytes(StandardCharsets.UTF_8);
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static long now() {
        return System.currentTimeMillis() / 1_000;
    }
}
