package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.http.ApiException.Invalid;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"\u00ed\u00a0\u0080\"}", // half a character, as bytes
                "{\"name\":\"\u00c0\u00af\"}", // longer than it need be
                "{\"name\":\"\u00ff\"}",
                "{\"name\":\"\u00e4\u00bd\"}", // cut off
            })
    void check_refusesBytesThatAreNoCharacter(String latin) {
        assertThatThrownBy(() -> JsonText.check(bytes(latin)))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void check_takesAnyText() {
        byte[] json = "{\"name\":\"ä 你好 \uD83D\uDE00 \\ud83d\\ude00\"}".getBytes(StandardCharsets.UTF_8);

        assertThatCode(() -> JsonText.check(json)).doesNotThrowAnyException();
    }
}
