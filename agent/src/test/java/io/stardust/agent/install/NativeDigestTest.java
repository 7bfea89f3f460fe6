package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stardust.protocol.Hashes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeDigestTest {
    @Test
    void digest_isTheJdks_whateverThePieces() {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        compare(NativeDigest.sha256(), Hashes.sha256(), bytes);
        compare(NativeDigest.md5(), Hashes.md5(), bytes);
    }

    private static void compare(MessageDigest ours, MessageDigest jdks, byte[] bytes) {
        for (int round = 0; round < 2; round++) { // the second after the reset that a digest makes
            for (int at = 0, piece = 1;
                    at < bytes.length;
                    at += piece, piece = Math.min(piece * 3, bytes.length - at)) {
                ours.update(bytes, at, Math.min(piece, bytes.length - at));
            }
            assertThat(ours.digest()).isEqualTo(jdks.digest(bytes));
        }
        ours.update((byte) 1);
        ours.reset();
        assertThat(ours.digest()).isEqualTo(jdks.digest());
    }

    @Test
    void digest_isLibcryptos_whereItIsInstalled() {
        assumeTrue(
                Files.exists(Path.of("/usr/lib/" + System.getProperty("os.arch").replace("amd64", "x86_64")
                        + "-linux-gnu/libcrypto.so.3")),
                "libcrypto is not installed");
        assertThat(NativeDigest.sha256()).isInstanceOf(NativeDigest.class);
    }
}
