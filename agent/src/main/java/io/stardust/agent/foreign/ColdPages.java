package io.stardust.agent.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Program code that was needed once: 11 MB of the JVM's library are touched by its start and then never again, yet stay
 * in this process until the kernel runs short. Given back, they remain in the kernel's cache of files, and what is
 * needed after all comes from there within microseconds. For one thread; does nothing where the kernel knows no such
 * advice (before Linux 5.4).
 */
public final class ColdPages {
    private static final Logger LOG = LoggerFactory.getLogger(ColdPages.class);
    private static final Path MAPS = Path.of("/proc/self/maps");
    /** Reclaims what is unchanged since it was read from its file and touches nothing else. */
    private static final int MADV_PAGEOUT = 21;

    private @Nullable CFunction madvise;
    private boolean unknown;

    /** Gives back the pages of all program code and constants that this process has mapped from files. */
    public void giveBack() {
        if (unknown) return;
        try {
            if (madvise == null) madvise = CFunction.of("madvise");
            for (String line : Files.readAllLines(MAPS, StandardCharsets.ISO_8859_1)) advise(madvise, line);
        } catch (IOException | UnsupportedOperationException | LinkageError e) {
            unknown = true;
            LOG.debug("no pages are given back: {}", e.toString());
        }
    }

    /** {@code 7f01cb2e3000-7f01cc36f000 r-xp 002e3000 fe:00 5589131 /…/libjvm.so}. */
    private void advise(CFunction advice, String mapping) {
        int dash = mapping.indexOf('-');
        int blank = mapping.indexOf(' ');
        if (blank < 0 || mapping.indexOf('/', blank) < 0) return; // no file behind it
        boolean constant = mapping.startsWith("r-xp", blank + 1) || mapping.startsWith("r--p", blank + 1);
        if (!constant) return;
        long from = Long.parseUnsignedLong(mapping, 0, dash, 16);
        long to = Long.parseUnsignedLong(mapping, dash + 1, blank, 16);
        advice.call(from, to - from, MADV_PAGEOUT);
    }
}
