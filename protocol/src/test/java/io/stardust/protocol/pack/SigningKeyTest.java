package io.stardust.protocol.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    private static final byte[] TEXT = "manifest".getBytes(StandardCharsets.UTF_8);

    @Test
    void signed_holdsForTheBytesAndTheKeyAlone() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(TEXT);
        String signature = Base64.getEncoder().encodeToString(signer.sign());
        SigningKey key = SigningKey.of(pair.getPublic().getEncoded());

        assertThat(key.signed(TEXT, signature)).isTrue();
        assertThat(new SigningKey(key.text()).signed(TEXT, signature)).isTrue();
        assertThat(key.signed("other".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(key.signed(TEXT, "")).isFalse();
        assertThat(key.signed(TEXT, "nonsense")).isFalse();
        assertThat(SigningKey.of(other.getPublic().getEncoded()).signed(TEXT, signature))
                .isFalse();
        assertThat(key.id()).matches("[0-9a-f]{16}");
    }

    @Test
    void key_isRefused_whenItIsOfAnotherKind() throws GeneralSecurityException {
        byte[] rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPublic()
                .getEncoded();

        assertThatThrownBy(() -> SigningKey.of(rsa)).hasMessageContaining("Ed25519");
        assertThatThrownBy(() -> new SigningKey("")).hasMessageContaining("44");
        assertThatThrownBy(() -> new SigningKey("AAAA")).hasMessageContaining("44");
    }
}
