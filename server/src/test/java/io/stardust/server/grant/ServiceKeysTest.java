package io.stardust.server.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite") // the database has no part in it
class ServiceKeysTest {
    @TempDir
    Path folder;

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
        assertThat(TestProvider.verifies(last, text, signature)).isTrue();
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
