package io.stardust.server;

import java.nio.file.Path;

/**
 * The knobs of the server. Immutable.
 *
 * @param data folder of everything the server keeps
 * @param port of console, API and machines; 0 picks a free one
 */
public record ServerSettings(Path data, int port) {}
