package io.stardust.server.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final List<String> seen = new ArrayList<>();
    private final Lifecycle lifecycle = new Lifecycle();

    private void part(String name) {
        lifecycle.add(name, () -> seen.add("start " + name), () -> seen.add("stop " + name));
    }

    @Test
    void close_stopsInReverse_once() {
        part("a");
        part("b");
        lifecycle.start();
        lifecycle.close();
        lifecycle.close();

        assertThat(seen).containsExactly("start a", "start b", "stop b", "stop a");
    }

    @Test
    void start_stopsWhatWasBegun_whenOneCannotStart() {
        part("a");
        lifecycle.add(
                "b",
                () -> {
                    throw new IllegalStateException("port taken");
                },
                () -> seen.add("stop b"));
        part("c");

        assertThatThrownBy(lifecycle::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("port taken");
        assertThat(seen).containsExactly("start a", "stop b", "stop a");

        lifecycle.close();
        assertThat(seen).hasSize(3);
    }

    @Test
    void close_stopsTheOthers_whenOneCannotStop() {
        part("a");
        lifecycle.stops("b", () -> {
            throw new java.io.IOException("disk");
        });
        part("c");
        lifecycle.start();

        assertThatCode(lifecycle::close).doesNotThrowAnyException();
        assertThat(seen).containsExactly("start a", "start c", "stop c", "stop a");
    }

    @Test
    void close_stopsNothing_whenNothingWasStarted() {
        part("a");
        lifecycle.close();

        assertThat(seen).isEmpty();
    }
}
