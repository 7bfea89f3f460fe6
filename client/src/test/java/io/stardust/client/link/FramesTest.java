package io.stardust.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.link.Frames.Frame;
import io.stardust.client.link.Frames.Violation;
import io.stardust.house.LongRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final byte[] MASK = {1, 2, 3, 4};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000})
    void read_returnsWhatWriteWrote_whateverItsLength(int length) throws IOException {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);

        for (byte[] mask : new byte[][] {null, MASK}) {
            byte[] bytes = Frames.write(new Frame(true, Frames.BINARY, payload), mask);
            Frame read = Frames.read(new ByteArrayInputStream(bytes), 1 << 20);

            assertThat(read.payload()).isEqualTo(payload);
            assertThat(read.opcode()).isEqualTo(Frames.BINARY);
            assertThat(read.last()).isTrue();
        }
    }

    @Test
    void write_isTheBytesOfTheStandardsExample() {
        byte[] mask = {0x37, (byte) 0xfa, 0x21, 0x3d};

        byte[] bytes = Frames.write(new Frame(true, Frames.TEXT, utf8("Hello")), mask);

        assertThat(bytes) // RFC 6455, section 5.7
                .containsExactly(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58);
    }

    @Test
    void accept_isTheStandardsExample() {
        assertThat(PushSocket.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    @Tag("fuzz")
    void read_givesAFrameOrRefuses_whateverComes() throws IOException {
        for (int seed : LongRun.rounds(5_000)) {
            var random = new Random(seed);
            byte[] bytes = Frames.write(new Frame(true, Frames.TEXT, new byte[random.nextInt(300)]), MASK);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(Math.min(14, bytes.length))] = (byte) random.nextInt();
            }
            try {
                Frame read = Frames.read(new ByteArrayInputStream(bytes), 256);
                assertThat(read.payload()).as("seed %s", seed).hasSizeLessThanOrEqualTo(256);
            } catch (Violation | EOFException refused) {
                assertThat(refused).as("seed %s", seed).isNotNull();
            }
        }
    }

    @Test
    void read_refuses_whenTheFrameIsAboveTheBound() {
        byte[] bytes = Frames.write(new Frame(true, Frames.TEXT, new byte[70_000]), null);

        assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(bytes), 65_536))
                .isInstanceOfSatisfying(Violation.class, e -> assertThat(e.code).isEqualTo(Frames.TOO_BIG))
                .hasMessageContaining("70000");
    }

    @Test
    void read_refuses_whenALengthIsNegative() {
        byte[] bytes = {(byte) 0x82, 127, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0};

        assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(bytes), 100))
                .isInstanceOf(Violation.class);
    }

    @Test
    void read_refuses_whenAControlFrameIsLongOrInPieces() {
        byte[] inPieces = {0x09, 0};
        byte[] long126 = {(byte) 0x89, 126, 0, (byte) 200};

        assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(inPieces), 1000))
                .isInstanceOf(Violation.class);
        assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(long126), 1000))
                .isInstanceOf(Violation.class);
    }

    @Test
    void read_refuses_whenReservedBitsOrOpcodesAreUsed() {
        assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(new byte[] {(byte) 0xC1, 0}), 1000))
                .isInstanceOf(Violation.class);
        assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(new byte[] {(byte) 0x83, 0}), 1000))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("opcode 3");
    }

    @Test
    void read_endsInEof_whenTheStreamEndsWithinAFrame() {
        byte[] bytes = Frames.write(new Frame(true, Frames.TEXT, utf8("Hello")), null);

        for (int length = 0; length < bytes.length; length++) {
            var in = new ByteArrayInputStream(bytes, 0, length);
            assertThatThrownBy(() -> Frames.read(in, 1000)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void next_putsPiecesTogether_withAPingBetween() throws IOException {
        var messages = messages(
                new Frame(false, Frames.TEXT, utf8("He")),
                new Frame(true, Frames.PING, utf8("?")),
                new Frame(false, Frames.CONTINUATION, utf8("ll")),
                new Frame(true, Frames.CONTINUATION, utf8("o")),
                new Frame(true, Frames.TEXT, utf8("next")));

        assertThat(messages.next().opcode()).isEqualTo(Frames.PING);
        Frame whole = messages.next();
        assertThat(whole.opcode()).isEqualTo(Frames.TEXT);
        assertThat(whole.payload()).isEqualTo(utf8("Hello"));
        assertThat(messages.next().payload()).isEqualTo(utf8("next"));
    }

    @Test
    void next_refuses_whenPiecesAreOutOfOrder() throws IOException {
        var continuedNothing = messages(new Frame(true, Frames.CONTINUATION, utf8("x")));
        var twoAtOnce = messages(new Frame(false, Frames.TEXT, utf8("a")), new Frame(true, Frames.TEXT, utf8("b")));

        assertThatThrownBy(continuedNothing::next).isInstanceOf(Violation.class);
        assertThatThrownBy(twoAtOnce::next).isInstanceOf(Violation.class);
    }

    @Test
    void next_refuses_whenThePiecesTogetherAreAboveTheBound() throws IOException {
        var messages = messages(
                new Frame(false, Frames.TEXT, new byte[60]), new Frame(true, Frames.CONTINUATION, new byte[60]));

        assertThatThrownBy(messages::next)
                .isInstanceOfSatisfying(Violation.class, e -> assertThat(e.code).isEqualTo(Frames.TOO_BIG));
    }

    private static Messages messages(Frame... frames) {
        var bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) bytes.writeBytes(Frames.write(frame, null));
        return new Messages(new ByteArrayInputStream(bytes.toByteArray()), 100);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
