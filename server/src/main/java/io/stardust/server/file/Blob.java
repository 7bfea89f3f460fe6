package io.stardust.server.file;

/**
 * A file that is kept. Immutable.
 *
 * @param sha256 names it: 64 lower-case hex digits
 * @param md5 32 upper-case hex digits, for upstream's clients only
 * @param size in bytes
 */
public record Blob(String sha256, String md5, long size) {}
