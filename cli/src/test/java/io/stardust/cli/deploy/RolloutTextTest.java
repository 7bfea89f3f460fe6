package io.stardust.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.api.rollout.RolloutConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolloutTextTest {
    private static RolloutConfig config(
            @Nullable Long of, @Nullable Long undoes, long changes, String state, @Nullable Long release) {
        return new RolloutConfig(3, "orders", of, undoes, changes, state, release, List.of(), List.of());
    }

    @Test
    void config_saysWhatItIs_andWhatBecameOfIt() {
        assertThat(RolloutText.config(config(null, null, 1, "planned", null))).isEqualTo("draft of orders, 1 change");
        assertThat(RolloutText.config(config(null, null, 3, "held", null)))
                .isEqualTo("draft of orders, 3 changes, held until the rollout is over");
        assertThat(RolloutText.config(config(4L, null, 3, "published", 9L)))
                .isEqualTo("release 4 of orders, 3 changes, published as release 9");
        assertThat(RolloutText.config(config(7L, 8L, 2, "planned", null)))
                .isEqualTo("release 8 of orders taken back, 2 changes");
        assertThat(RolloutText.config(config(null, null, 3, "withdrawn", null)))
                .isEqualTo("draft of orders, 3 changes, withdrawn");
    }
}
