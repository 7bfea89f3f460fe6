package io.stardust.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Printable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]0;title\u0007",
                "\u001b]52;c;cm0gLXJm\u001b\\",
                "\u001b[2J\u001b[H",
                "\u001b[10A",
                "\u001bc",
                "\u001b(0",
                "\u001bP$q\u001b\\",
                "\u0000",
                "\u0008",
                "\u007f",
                "\u009b2J",
                "\u009d52;c;x\u009c",
                "\u202e",
                "\u2066",
                "\u200f",
                "\u2028",
                "\u001b",
                "\u001b[",
                "\u001b]0;never ends",
                "\ud800"
            })
    void nothingHarmful_isShownAnywhere(String harmful) {
        String text = "a" + harmful + "b\nc";

        assertThat(Printable.is(Clean.line(text))).isTrue();
        assertThat(Printable.isLines(Clean.lines(text))).isTrue();
        assertThat(Printable.isLines(Clean.output(text))).isTrue();
        assertThat(Printable.isLines(Clean.json(text))).isTrue();
    }

    @Test
    void line_keepsNeitherColoursNorLineEnds() {
        assertThat(Clean.line("\u001b[31mred\u001b[0m\r\nerror: forged")).isEqualTo("red error: forged");
        assertThat(Clean.line("  名前 ok 🚀")).isEqualTo("  名前 ok 🚀");
    }

    @Test
    void output_keepsColoursAlone_andEndsThem() {
        assertThat(Clean.output("\u001b[1;31mERROR\u001b[0m x\tz\r\n\u001b[2J\u001b[32mok\n"))
                .isEqualTo("\u001b[1;31mERROR\u001b[0m x\tz\n\u001b[32mok\u001b[0m\n");
        assertThat(Clean.output("plain\n")).isEqualTo("plain\n");
    }

    @Test
    void json_saysTheSame() {
        assertThat(Clean.json("{\"a\":\"x\u202e\u009b\"}")).isEqualTo("{\"a\":\"x\\u202e\\u009b\"}");
    }
}
