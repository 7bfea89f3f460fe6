package io.stardust.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void of_leavesControlCharactersOut_butLinesTabsAndAFewColours() {
        String line = "\u001B[31mred\u001B[0m and a long enough plain text";

        assertThat(Printable.of("a\u0000\u0007\tb\r\nc\u007F")).isEqualTo("a\tb\nc");
        assertThat(Printable.of(line)).isEqualTo(line);
    }

    @Test
    void of_leavesEscapesOut_whenTheyAreMany() {
        assertThat(Printable.of("\u001B".repeat(100) + "x")).isEqualTo("x");
    }

    @Test
    void of_givesWhatTheCodecWritesAndReads_whateverWasPrinted() {
        StringBuilder junk = new StringBuilder();
        for (int i = 0; i < 14_000; i++) junk.append((char) (i % 40));

        String text = Printable.of(junk.toString());

        assertThat(Json.WIRE.read(Json.WIRE.bytes(text), String.class)).isEqualTo(text);
    }
}
