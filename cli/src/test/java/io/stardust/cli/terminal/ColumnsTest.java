package io.stardust.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
    @ParameterizedTest
    @CsvSource({"web1,4", "'',0", "商店,4", "ｗｅｂ,6", "한국,4", "e\u0301,1", "🚀,2", "ｶﾅ,2", "Größe,5", "…,1"})
    void of_countsWhatATerminalDraws(String text, int columns) {
        assertThat(Columns.of(text)).isEqualTo(columns);
    }

    @Test
    void cut_keepsToTheColumns_andNeverHalvesALetter() {
        assertThat(Columns.cut("abcdef", 4)).isEqualTo("abc…");
        assertThat(Columns.cut("商店服务", 6)).isEqualTo("商店…");
        assertThat(Columns.cut("商店服务", 8)).isEqualTo("商店服务");
        assertThat(Columns.cut("🚀🚀🚀", 4)).isEqualTo("🚀…");
    }

    @Test
    void pad_fillsUpToTheColumns() {
        assertThat(Columns.pad("商店", 6)).isEqualTo("商店  ");
    }
}
