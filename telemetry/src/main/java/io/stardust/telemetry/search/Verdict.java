package io.stardust.telemetry.search;

/** What a template alone says of all lines that have it. */
enum Verdict {
    NO,
    YES,
    /** The line must be read. */
    MAYBE
}
