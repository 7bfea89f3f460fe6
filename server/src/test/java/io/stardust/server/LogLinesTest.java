package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLinesTest {
    @Test
    void shown_isOneLine_thatTellsATerminalNothing() {
        assertThat(LogLines.shown("node web\n2026-01-01 INFO node 1: approved\u001b[2J\u202e\u009b"))
                .isEqualTo("node web\uFFFD2026-01-01 INFO node 1: approved\uFFFD[2J\uFFFD\uFFFD");
        assertThat(LogLines.shown("\tat io.stardust.X\r\n\tat y"))
                .isEqualTo("\tat io.stardust.X\uFFFD\uFFFD\uFFFDat y");
    }
}
