package io.stardust.server.render;

import io.stardust.protocol.deploy.ConfigFile;
import java.nio.charset.StandardCharsets;

/**
 * A file of a placement, as it is to be.
 *
 * @param path below the work directory
 * @param sha256 of its content, 64 lower-case hex
 * @param secret whether a secret is in it
 */
public record MadeFile(String path, String sha256, String text, boolean secret) {
    /** As it stands on a disk. */
    public byte[] content() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As an agent is told of it. */
    public ConfigFile told() {
        return new ConfigFile(path, sha256, content().length);
    }
}
