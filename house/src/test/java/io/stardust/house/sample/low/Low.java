package io.stardust.house.sample.low;

import org.jspecify.annotations.NullMarked;

@NullMarked
public record Low(int size) {}
