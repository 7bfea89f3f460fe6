package io.stardust.telemetry.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedleTest {
    @ParameterizedTest
    @CsvSource({
        "Error, an ERROR came, true",
        "error, errors came, false",
        "error, no_error, false",
        "超时, 连接超时了, true",
        "connection reset, the Connection reset., true",
        "connection reset, connection resets, false",
        "550e8400, 550e8400-e29b-41d4-a716-446655440000, false",
        "550E8400-e29b-41d4-a716-446655440000, x 550e8400-e29b-41d4-a716-446655440000, true",
        "550e8400-e29b-41d4-a716-446655440000, 550e8400-e29b-41d4-a716-4466554400001, false",
        "446655440000, 550e8400-e29b-41d4-a716-446655440000x, false",
        "446655440000, 1-e29b-41d4-a716-446655440000, true",
        "ok, 'ok，done', true",
        "rö, größe, false",
        "'-> ', 'a -> b', true",
    })
    void isIn_findsWordsAsTheyStand(String text, String message, boolean found) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);

        assertThat(new Needle(text, true).isIn(bytes, 0, bytes.length)).isEqualTo(found);
    }
}
