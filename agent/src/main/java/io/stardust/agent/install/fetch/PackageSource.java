package io.stardust.agent.install.fetch;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where packages come from; implemented over the server link. Thread-safe. */
@FunctionalInterface
public interface PackageSource {
    /**
     * Opens the package behind {@code url} (relative to the server, or absolute), from byte {@code from} on if the
     * server can. The caller closes the body.
     *
     * @throws java.io.FileNotFoundException if the server says there is no such package or that this node may not have
     *     it; asking again would not help, any other {@link IOException} is asked again
     */
    Body open(String url, long from) throws IOException;

    /**
     * Opens some parts of the package of {@code release}, one behind the other. The caller closes the body.
     *
     * @param ranges in pairs: first byte, number of bytes; in order; 1,000 pairs at most
     * @throws java.io.FileNotFoundException if the server cannot do that; the whole package may be had all the same
     */
    default Body parts(long release, List<Long> ranges) throws IOException {
        throw new FileNotFoundException("no parts of release " + release);
    }

    /**
     * A package on its way.
     *
     * @param stream The bytes; must fail or end within a read time-out when the other side falls silent.
     * @param total Bytes of the whole package, not only of what is left; -1 = unknown.
     * @param resumed True if the first byte of the stream is byte {@code from}; false = the stream starts at byte 0.
     */
    record Body(InputStream stream, long total, boolean resumed) implements Closeable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
