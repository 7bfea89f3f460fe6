package io.stardust.server.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite") // the database has no part in it
class ServiceKeysTest {
    /** What stands before the 32 bytes in a SubjectPublicKeyInfo of Ed25519 (RFC 8410). */
    private static final String HEAD = "302a300506032b6570032100";

    @TempDir
    Path folder;

    private static boolean verifies(OctetKeyPair open, byte[] text, byte[] signature) throws Exception {
        byte[] head = HexFormat.of().parseHex(HEAD);
        byte[] spki = java.util.Arrays.copyOf(head, head.length + 32);
        System.arraycopy(open.getDecodedX(), 0, spki, head.length, 32);
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        check.update(text);
        return check.verify(signature);
    }

    @Test
    void published_verifiesWhatTheCurrentKeySigns_afterARestart() throws Exception {
        ServiceKeys first = new ServiceKeys(folder);
        byte[] text = "orders".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20; i++) first.renew(); // points of either sign
        Signature signing = Signature.getInstance("Ed25519");
        signing.initSign(new ServiceKeys(folder).current().signs());
        signing.update(text);
        byte[] signature = signing.sign();

        JWKSet open = JWKSet.parse(new ServiceKeys(folder).published());
        OctetKeyPair last = open.getKeys().getLast().toOctetKeyPair();

        assertThat(last.getKeyID()).isEqualTo(first.current().id());
        assertThat(last.isPrivate()).isFalse();
        assertThat(verifies(last, text, signature)).isTrue();
    }

    @Test
    void files_areTheirOwnersAlone() throws Exception {
        new ServiceKeys(folder).current();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("service-1.jwk"))))
                .isEqualTo("rw-------");
    }

    @Test
    void current_isRefused_whenTheFileIsNoKey() throws Exception {
        Files.writeString(folder.resolve("service-1.jwk"), "{\"kty\":\"oct\"}");

        assertThatThrownBy(() -> new ServiceKeys(folder).current()).hasMessageContaining("service-1.jwk");
    }
}
