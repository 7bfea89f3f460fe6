package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.http.ApiException.TooLarge;
import io.stardust.server.http.ApiException.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("sqlite")
class BodiesTest {
    private final Bodies bodies = new Bodies(1 << 20);

    private static InputStream of(int size) {
        return new ByteArrayInputStream(new byte[size]);
    }

    @Test
    void read_isRefusedForNow_whenOthersHoldTheMemory() throws IOException {
        try (var first = bodies.share();
                var second = bodies.share();
                var third = bodies.share()) {
            first.read(of(500_000), -1, false, 1 << 20, false);
            second.read(of(500_000), -1, false, 1 << 20, false);

            assertThatThrownBy(() -> third.read(of(500_000), -1, false, 1 << 20, false))
                    .isInstanceOf(Unavailable.class);
        }
        assertThat(bodies.held()).isZero();
        try (var next = bodies.share()) {
            assertThat(next.read(of(500_000), -1, false, 1 << 20, false)).hasSize(500_000);
        }
    }

    @Test
    void read_leavesRoomForThoseWithAToken_whateverStrangersHold() throws IOException {
        try (var stranger = bodies.share();
                var another = bodies.share();
                var third = bodies.share();
                var known = bodies.share()) {
            stranger.read(of(130_000), -1, true, 1 << 20, false);
            another.read(of(130_000), -1, true, 1 << 20, false);
            assertThatThrownBy(() -> third.read(of(130_000), -1, true, 1 << 20, false))
                    .isInstanceOf(Unavailable.class);

            assertThat(known.read(of(500_000), -1, false, 1 << 20, false)).hasSize(500_000);
        }
    }

    @Test
    void read_isRefused_whenItIsLargerThanItMayBe() {
        try (var share = bodies.share()) {
            assertThatThrownBy(() -> share.read(of(100_001), -1, false, 100_000, false))
                    .isInstanceOf(TooLarge.class);
        }
    }

    @Test
    void read_returnsAllThatComes_whateverWasAnnounced() throws IOException {
        try (var share = bodies.share()) {
            for (long announced : new long[] {-1, 0, 99, 100, 101, 1 << 20}) {
                assertThat(share.read(of(100), announced, false, 1_000, false)).hasSize(100);
            }
            assertThat(share.read(of(0), 0, false, 1_000, false)).isEmpty();
        }
    }
}
