package io.stardust.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadKeysTest {
    private final ReadKeys keys = new ReadKeys();

    @Test
    void next_hasWhatWasNotTold() {
        keys.read("a", true);
        keys.read("a", true);
        keys.read("b", false);
        ReadKeys.Batch first = keys.next();
        assertThat(first).isEqualTo(new ReadKeys.Batch(List.of("a"), List.of("b")));
        keys.read("c", true);
        keys.told(first);

        assertThat(keys.next()).isEqualTo(new ReadKeys.Batch(List.of("c"), List.of()));
        assertThat(ReadKeys.Batch.text(List.of())).isNull();
    }

    @Test
    void next_isWhatAServerReads_whenThereIsMuch() {
        for (int i = 0; i < 2_000; i++) keys.read("short-" + i, true);
        for (int i = 0; i < 2_000; i++) keys.read("k".repeat(250) + i, false);

        ReadKeys.Batch batch = keys.next();

        assertThat(batch.used()).hasSize(1_000);
        assertThat(ReadKeys.Batch.text(batch.missed()))
                .hasSizeLessThanOrEqualTo(30_000)
                .hasSizeGreaterThan(29_000);
    }

    @Test
    void read_passesOver_whatIsNoKey() {
        keys.read("a,b", true);
        keys.read(" ", true);
        keys.read("k".repeat(257), true);

        assertThat(keys.next().used()).isEmpty();
    }
}
