package io.stardust.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ValuesTest {
    private final Map<String, Boolean> read = new TreeMap<>();

    private Values values(String key, String value) {
        return new Values(1, "", Map.of(key, value), read::put);
    }

    @Test
    void numbers_areRead_withBlanksAroundThem() {
        assertThat(values("n", " 12 ").getInt("n", 1)).isEqualTo(12);
        assertThat(values("n", "3e2").getLong("n", 1)).isEqualTo(300);
        assertThat(values("n", "0.5").getDouble("n", 1)).isEqualTo(0.5);
        assertThat(values("n", "TRUE").getBoolean("n", false)).isTrue();
        assertThat(values("n", "false").getBoolean("n", true)).isFalse();
    }

    @Test
    void absent_isTaken_whenThereIsNoneOrItIsBlank() {
        assertThat(values("n", " ").getInt("n", 7)).isEqualTo(7);
        assertThat(values("n", "1").getLong("m", 7)).isEqualTo(7);
        assertThat(read).isEqualTo(Map.of("n", true, "m", false));
    }

    @Test
    void wrongValue_isRefused_withoutBeingTold() {
        Values values = values("n", "s3cr3t");
        assertThatThrownBy(() -> values.getInt("n", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage("the config's n is not a whole number");
        assertThatThrownBy(() -> values.getBoolean("n", true)).hasMessage("the config's n is not true or false");
        assertThatThrownBy(() -> values("n", "1.5").getInt("n", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> values("n", "1e999999999").getLong("n", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(values).asString().doesNotContain("s3cr3t");
    }
}
