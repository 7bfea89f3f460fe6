package io.stardust.client.link;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file that is coming in. Close it.
 *
 * @param body From the first byte asked for when {@code resumed}, else from the start.
 * @param total Bytes of the whole file; -1 = unknown.
 * @param resumed Whether the server honoured the offset; always true for offset 0.
 */
public record Download(InputStream body, long total, boolean resumed) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        body.close();
    }
}
