package io.stardust.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.api.variable.VariableView;
import io.stardust.cli.http.Failure;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EnvironmentOptionsTest {
    private static EnvironmentOptions given(String... words) {
        return CommandLine.populateCommand(new EnvironmentOptions(), words);
    }

    @Test
    void set_keepsTheWholeValue_whateverIsInIt() {
        assertThat(given("--env", "Db=Server=db1;Database=shop;Password=a=b", "--env", "Text=one, two\nthree \"four\"")
                        .set())
                .containsExactly(
                        new VariableView("Db", "Server=db1;Database=shop;Password=a=b", null),
                        new VariableView("Text", "one, two\nthree \"four\"", null));
    }

    @Test
    void set_isRefused_whenItIsNoPair() {
        assertThatThrownBy(() -> given("--env", "Db").set())
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--env Db (expected: NAME=VALUE)");
    }
}
