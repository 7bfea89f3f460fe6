package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceReaderTest {
    private static PieceReader reader(byte[] bytes) {
        int[] at = {0};
        var reader = new PieceReader(() -> {
            if (at[0] >= bytes.length) throw new AssertionError("more was read than there is");
            return Arrays.copyOfRange(bytes, at[0], Math.min(at[0] += 1_000, bytes.length));
        });
        reader.body(true);
        return reader;
    }

    @Test
    void largeChunk_isToldInPieces_andNothingIsLost() {
        byte[] content = new byte[3 * PieceReader.PIECE + 2];
        for (int i = 0; i < content.length; i++) content[i] = (byte) i;
        var sent = new ByteArrayOutputStream();
        sent.writeBytes((Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        sent.writeBytes(content);
        sent.writeBytes("\r\n2\r\nab\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        PieceReader reader = reader(sent.toByteArray());

        var got = new ByteArrayOutputStream();
        int size = Integer.parseInt(reader.readLine(), 16);
        while (size > 0) {
            assertThat(size).isLessThanOrEqualTo(PieceReader.PIECE);
            var data = reader.readBuffer(size);
            reader.skip(2);
            got.writeBytes(data.readBytes());
            size = Integer.parseInt(reader.readLine(), 16);
        }

        var expected = new ByteArrayOutputStream();
        expected.writeBytes(content);
        expected.writeBytes("ab".getBytes(StandardCharsets.US_ASCII));
        assertThat(got.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(reader.readLine()).isEmpty();
    }

    /** Else whatever is read after it grows as old as it. */
    @Test
    void skip_cutsTheLinkOfAPiece_whenItWasRead() throws Exception {
        PieceReader reader = reader(new byte[5_000]);
        reader.body(false);
        reader.ensureAvailable();
        Field head = DataReader.class.getDeclaredField("head");
        head.setAccessible(true);
        Object first = head.get(reader);
        Field next = first.getClass().getDeclaredField("next");
        next.setAccessible(true);
        reader.getBuffer(2_500);
        assertThat(next.get(first)).isNotNull();

        reader.skip(2_500);

        assertThat(next.get(first)).isNull();
        assertThat(reader.available()).isEqualTo(500);
    }

    private static PieceReader sent(String text) {
        return reader(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+c", "-1", "", "0x5", "g", "123456789", " ; a=b"})
    void length_isRefused_whenItIsNoHexadecimalNumber(String length) {
        assertThatThrownBy(() -> sent(length + "\r\nabc").readLine()).isInstanceOf(RequestException.class);
    }

    @Test
    void length_isRead_whenSomethingNobodyUsesIsBehindIt() {
        assertThat(sent("a;name=value\r\n0123456789").readLine()).isEqualTo("a");
        assertThat(sent("0;name=value\r\n\r\n").readLine()).isEqualTo("0");
    }

    @Test
    void chunk_isRefused_whenNoLineEndFollows() {
        PieceReader reader = sent("3\r\nabcXX0\r\n\r\n");
        assertThat(reader.readLine()).isEqualTo("3");
        reader.readBuffer(3);

        assertThatThrownBy(() -> reader.skip(2)).isInstanceOf(RequestException.class);
    }

    @Test
    void line_isRefused_whenItDoesNotEnd() {
        byte[] endless = "1".repeat(5_000).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> reader(endless).readLine()).isInstanceOf(RequestException.class);
    }
}
