package io.stardust.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.cli.Recorded;
import io.stardust.cli.http.Failure;
import io.stardust.cli.terminal.Terminal.Looks;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
    @TempDir
    Path home;

    @Test
    void password_isOneLineOfStandardInput_andTheNextIsStillThere() {
        Terminal terminal = new Recorded(home, Map.of()).terminal("the old one\r\nGröße\n", Looks.PLAIN);

        assertThat(terminal.password(true, false)).isEqualTo("the old one");
        assertThat(terminal.password(true, true)).isEqualTo("Größe");
        assertThatThrownBy(() -> terminal.password(true, false)).isInstanceOf(Failure.class);
    }
}
