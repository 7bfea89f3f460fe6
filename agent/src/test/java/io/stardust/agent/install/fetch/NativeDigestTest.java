package io.stardust.agent.install.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stardust.protocol.Hashes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeDigestTest {
    private static final Path LIBRARY = Path.of(
            "/usr/lib/" + System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu/libcrypto.so.3");

    @Test
    void sha256_isThere_whereLibcryptoIsInstalled() {
        assumeTrue(Files.exists(LIBRARY), LIBRARY + " is not installed");
        assertThat(NativeDigest.sha256()).isInstanceOf(NativeDigest.class);
    }

    @Test
    void digest_isTheJdks_whateverThePieces() {
        byte[] bytes = new byte[1_000_000];
        new Random(7).nextBytes(bytes);
        MessageDigest ours = NativeDigest.sha256();
        for (int round = 0; round < 2; round++) { // the second after the reset that a digest makes
            for (int at = 0, piece = 1; at < bytes.length; at += piece, piece *= 3) {
                ours.update(bytes, at, Math.min(piece, bytes.length - at));
            }
            assertThat(ours.digest()).isEqualTo(Hashes.sha256().digest(bytes));
        }
        ours.update((byte) 1);
        ours.reset();
        assertThat(ours.digest()).isEqualTo(Hashes.sha256().digest());
    }
}
