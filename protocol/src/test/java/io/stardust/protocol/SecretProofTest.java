package io.stardust.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SecretProofTest {
    private static final String SECRET = "Kd83jfLq02mZx7Pw";
    private static final Instant NOW = Instant.ofEpochSecond(1_785_637_230);

    /** The vector of docs/protocol.md, appendix B. */
    private static final String PROOF = "$md5$1785637230$629A90EA64ED3163880DD49ED35A790F";

    @Test
    void of_makesTheKnownProof() {
        assertThat(SecretProof.of(SECRET, NOW)).isEqualTo(PROOF);
    }

    @Test
    void proves_holdsWithinTenMinutesOfTheSalt() {
        assertThat(SecretProof.proves(PROOF, SECRET, NOW)).isTrue();
        assertThat(SecretProof.proves(PROOF.toLowerCase(java.util.Locale.ROOT), SECRET, NOW.plusSeconds(600)))
                .isTrue();
        assertThat(SecretProof.proves(PROOF, SECRET, NOW.plusSeconds(601))).isFalse();
        assertThat(SecretProof.proves(PROOF, SECRET, NOW.minusSeconds(601))).isFalse();
    }

    @Test
    void proves_takesThePlainSecretOfAnSdk_butNoOther() {
        assertThat(SecretProof.proves(SECRET, SECRET, NOW)).isTrue();
        assertThat(SecretProof.proves("B07D006384C00E1624A3991E9ADB7D4D", SECRET, NOW))
                .isTrue();
        assertThat(SecretProof.proves("", SECRET, NOW)).isFalse();
        assertThat(SecretProof.proves("wrong", SECRET, NOW)).isFalse();
    }

    @Test
    void proves_refusesWhatIsNoProof() {
        assertThat(SecretProof.proves("$md5$$", SECRET, NOW)).isFalse();
        assertThat(SecretProof.proves("$md5$x$629A", SECRET, NOW)).isFalse();
        assertThat(SecretProof.proves("$sha9$1785637230$629A90EA64ED3163880DD49ED35A790F", SECRET, NOW))
                .isFalse();
        assertThat(SecretProof.proves("$md5$99999999999999999999$629A", SECRET, NOW))
                .isFalse();
    }
}
