package io.stardust.house.sample.middle;

import io.stardust.house.sample.low.Low;
import org.jspecify.annotations.NullMarked;

@NullMarked
public record Middle(Low low) {}
