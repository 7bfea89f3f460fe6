package io.stardust.telemetry.log;

/** A named value that came with a record. Both are any text; names may occur more than once in a record. */
public record Attribute(String name, String value) {}
