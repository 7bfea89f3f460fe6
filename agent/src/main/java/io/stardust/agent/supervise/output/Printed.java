package io.stardust.agent.supervise.output;

/**
 * What the app of a placement prints.
 *
 * @param name The app's.
 * @param left The app was removed: nothing is printed any more, and the log is kept only until it is sent.
 */
public record Printed(long placement, String name, OutputLog log, boolean left) {}
