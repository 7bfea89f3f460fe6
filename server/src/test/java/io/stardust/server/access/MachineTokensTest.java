package io.stardust.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ManualClock;
import io.stardust.server.access.MachineTokens.Kind;
import io.stardust.server.access.secret.KeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTokensTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();

    private Duration life = Duration.ofHours(2);

    private MachineTokens tokens(String key) {
        return new MachineTokens(new KeyFile(folder.resolve(key)), clock, () -> life);
    }

    @Test
    void verify_tellsWhatWasIssued_alsoAfterARestart() {
        String token = tokens("a").issue("A1B2C3D4", "10.0.0.5@77");

        var claims = tokens("a").verify(token);

        assertThat(claims)
                .contains(new MachineTokens.Claims(
                        "A1B2C3D4", "10.0.0.5@77", clock.instant().plus(Duration.ofHours(2)), Map.of()));
    }

    @Test
    void verify_isEmpty_whenExpired_butWithinTheGraceItIsNot() {
        MachineTokens tokens = tokens("a");
        String token = tokens.issue("A1", "c");

        clock.advance(Duration.ofHours(2));

        assertThat(tokens.verify(token)).isEmpty();
        assertThat(tokens.verify(Kind.NODE, token, Duration.ofHours(1))).isPresent();
        clock.advance(Duration.ofHours(1));
        assertThat(tokens.verify(Kind.NODE, token, Duration.ofHours(1))).isEmpty();
    }

    @Test
    void verify_endsOlderTokensToo_whenTheLifetimeBecomesShorter() {
        MachineTokens tokens = tokens("a");
        String token = tokens.issue("A1", "c");
        clock.advance(Duration.ofMinutes(5));

        life = Duration.ofMinutes(10);
        var claims = tokens.verify(token);
        clock.advance(Duration.ofMinutes(5));

        assertThat(claims).contains(new MachineTokens.Claims("A1", "c", clock.instant(), Map.of()));
        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void verify_endsATokenWhenItWasToEnd_whenTheLifetimeBecomesLonger() {
        MachineTokens tokens = tokens("a");
        String token = tokens.issue("A1", "c");

        life = Duration.ofDays(30);
        clock.advance(Duration.ofHours(2));

        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void verify_asksAnewWhetherATokenHolds_whenItHasReadItBefore() {
        MachineTokens tokens = tokens("a");
        String ends = tokens.issue("A1", "c");
        String runsOut = tokens.issue("A2", "c");
        for (String token : new String[] {ends, runsOut})
            assertThat(tokens.verify(token)).isPresent();

        tokens.end(tokens.verify(ends).orElseThrow());

        assertThat(tokens.verify(ends)).isEmpty();
        assertThat(tokens.verify(Kind.APP, runsOut, Duration.ZERO)).isEmpty();
        assertThat(tokens.verify(runsOut)).isPresent();
        clock.advance(Duration.ofHours(2));
        assertThat(tokens.verify(runsOut)).isEmpty();
    }

    @Test
    void verify_keepsNoMoreThanItsBound_whenMoreTokensAreShown() {
        var read = new ReadTokens();
        var said = new MachineTokens.Said(Kind.NODE, "A1", "c", null, clock.instant(), Map.of());

        for (int i = 0; i <= ReadTokens.MOST; i++)
            assertThat(read.of("token " + i, _ -> said)).isEqualTo(said);

        assertThat(read.size()).isLessThanOrEqualTo(ReadTokens.MOST);
        assertThat(read.of("token 0", _ -> null)).isNull(); // forgotten, and nobody can read it
        assertThat(read.of("token " + ReadTokens.MOST, _ -> null)).isEqualTo(said);
    }

    @Test
    void verify_isEmpty_whenSignedByAnotherOrAltered() {
        String token = tokens("a").issue("A1", "c");
        String[] parts = token.split("\\.");
        String other = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace("A1", "B2")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(tokens("b").verify(token)).isEmpty();
        assertThat(tokens("a").verify(parts[0] + "." + other + "." + parts[2])).isEmpty();
    }

    @Test
    void verify_isEmpty_whenTheTokenIsUnsignedOrNone() {
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        String body = tokens("a").issue("A1", "c").split("\\.")[1];

        assertThat(tokens("a").verify(none + "." + body + ".")).isEmpty();
        assertThat(tokens("a").verify("")).isEmpty();
        assertThat(tokens("a").verify("a.b.c")).isEmpty();
        assertThat(tokens("a").verify("rubbish")).isEmpty();
    }

    @Test
    void issue_writesNoType_asUpstreamDoes() {
        String head = tokens("a").issue("A1", "c").split("\\.")[0];

        assertThat(new String(Base64.getUrlDecoder().decode(head), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"HS256\"}");
    }

    @Test
    void verify_isEmpty_whenTheTokenIsOfAnotherKind() {
        MachineTokens tokens = tokens("a");
        String ofNode = tokens.issue("12345678", "c");
        String ofApp = tokens.issue(Kind.APP, "12345678", "c", Map.of("zone", "east"));

        assertThat(tokens.verify(ofApp)).isEmpty();
        assertThat(tokens.verify(Kind.APP, ofNode, Duration.ZERO)).isEmpty();
        assertThat(tokens.verify(Kind.REFRESH, ofApp, Duration.ZERO)).isEmpty();
        assertThat(tokens.verify(Kind.APP, ofApp, Duration.ZERO).orElseThrow().facts())
                .isEqualTo(Map.of("zone", "east"));
    }

    @Test
    void end_leavesTokensOfOtherKindsAlone_whenSubjectAndClientAreTheSame() {
        MachineTokens tokens = tokens("a");
        String ofNode = tokens.issue("12345678", "c");
        String ofApp = tokens.issue(Kind.APP, "12345678", "c", Map.of());

        tokens.end(Kind.APP, tokens.verify(Kind.APP, ofApp, Duration.ZERO).orElseThrow());

        assertThat(tokens.verify(Kind.APP, ofApp, Duration.ZERO)).isEmpty();
        assertThat(tokens.verify(ofNode)).isPresent();
    }
}
