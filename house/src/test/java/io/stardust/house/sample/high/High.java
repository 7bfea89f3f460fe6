package io.stardust.house.sample.high;

import io.stardust.house.sample.middle.Middle;
import org.jspecify.annotations.NullMarked;

/** Uses {@code low} without naming it. */
@NullMarked
public record High(Middle middle) {
    public int size() {
        return middle.low().size();
    }
}
