package io.stardust.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.node.LogoutResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    @Test
    void open_returnsWhatOkWrapped() {
        var answer = new LogoutResponse("web1", null);

        assertThat(new String(Envelope.ok(answer), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":0,\"data\":{\"Name\":\"web1\",\"Token\":null}}");
        assertThat(Envelope.open(Envelope.ok(answer), LogoutResponse.class)).isEqualTo(answer);
    }

    @Test
    void open_throwsTheServersWords_whenItRefused() {
        byte[] refusal = Envelope.failure(Envelope.UNAUTHORIZED, "log in");

        assertThatThrownBy(() -> Envelope.open(refusal, LogoutResponse.class))
                .isInstanceOfSatisfying(
                        Envelope.Refused.class, e -> assertThat(e.code()).isEqualTo(401))
                .hasMessage("log in");
    }

    @Test
    void open_takes200AsSuccess_asUpstreamDoes() {
        byte[] body = "{\"code\":200,\"data\":{\"name\":\"x\"}}".getBytes(StandardCharsets.UTF_8);

        assertThat(Envelope.open(body, LogoutResponse.class)).isEqualTo(new LogoutResponse("x", null));
    }

    @Test
    void ok_isAnEmptyObject_whenThereIsNothingToSay() {
        assertThat(new String(Envelope.ok(null), StandardCharsets.UTF_8)).isEqualTo("{\"code\":0,\"data\":{}}");
    }
}
