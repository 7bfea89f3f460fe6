package io.stardust.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.api.rollout.NewRollout;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.rollout.Rollout.OnFailure;
import io.stardust.server.rollout.Rollout.Strategy;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    private static NewRollout wanted(@Nullable String batch, @Nullable String canary, @Nullable Long startAt) {
        return new NewRollout(
                null, null, null, null, batch, canary, null, null, null, null, null, null, null, startAt, null, null,
                null);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "10, -,    -,   10",
                "10, 3,    -,   3 3 3 1",
                "10, 3,    1,   1 3 3 3",
                "10, 25%,  -,   3 3 3 1",
                "10, 50%,  10%, 1 5 4",
                "1,  25%,  5%,  1",
                "3,  100%, -,   3",
                "3,  -,    1,   1 2",
                "3,  50,   50,  3",
            })
    void sizes_areAsAsked(int total, @Nullable String batch, @Nullable String canary, String sizes) {
        assertThat(Batches.sizes(total, batch, canary))
                .containsExactlyElementsOf(
                        List.of(sizes.split(" ")).stream().map(Integer::valueOf).toList());
    }

    @Property
    void sizes_takeEveryPlacementOnce_andAreNeverEmpty(
            @ForAll @IntRange(min = 1, max = 5_000) int total,
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll @IntRange(min = 1, max = 6_000) int canary) {
        List<Integer> sizes = Batches.sizes(total, percent + "%", String.valueOf(canary));

        assertThat(sizes).allMatch(size -> size > 0);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(total);
        assertThat(sizes.getFirst()).isEqualTo(Math.min(total, canary));
        int each = (total * percent + 99) / 100;
        assertThat(sizes.subList(1, sizes.size())).allMatch(size -> size <= each);
    }

    @Test
    void pace_isQuick_whenNothingIsSaid() {
        assertThat(Batches.pace(wanted(null, null, null), 5)).isEqualTo(Strategy.QUICK);
        assertThat(Strategy.QUICK.onFailure()).isEqualTo(OnFailure.STOP);
    }

    @Test
    void pace_beginsAtOnce_whenTheTimeHasPassed() {
        assertThat(Batches.pace(wanted(null, null, 4L), 5).startAt()).isZero();
        assertThat(Batches.pace(wanted(null, null, 6L), 5).startAt()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "101%", "0%", "x", "5 %", "1.5", "9999999"})
    void pace_saysWhatIsWrong(String batch) {
        assertThatThrownBy(() -> Batches.pace(wanted(batch, null, null), 5))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("batch: " + batch)
                .hasMessageContaining("10 or 25%");
        assertThatThrownBy(() -> Batches.pace(wanted(null, batch, null), 5)).hasMessageContaining("canary");
    }
}
