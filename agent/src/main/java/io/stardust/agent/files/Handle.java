package io.stardust.agent.files;

import io.stardust.agent.foreign.CFunction;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's handle on one file or folder (open(2) with O_PATH). Its path {@code /proc/self/fd/N} leads to just that
 * file whatever happens to its name; opening it reads nothing and waits for nobody. Linux only.
 */
final class Handle implements AutoCloseable {
    private static final int PATH = 010000000;
    private static final int CLOEXEC = 02000000;
    /** These two differ between processors. */
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    private static final int DIRECTORY = ARM ? 040000 : 0200000;
    private static final int NOFOLLOW = ARM ? 0100000 : 0400000;
    private static final Path FDS = Path.of("/proc/self/fd");

    /** Made once, at the first use; null where there is no such thing. */
    private static final class Calls {
        static final @Nullable Calls CALLS = make();
        final CFunction open = CFunction.of("open");
        final CFunction close = CFunction.of("close");

        private static @Nullable Calls make() {
            if (!System.getProperty("os.name").equals("Linux") || !Files.isDirectory(FDS)) return null;
            try {
                return new Calls();
            } catch (UnsupportedOperationException | LinkageError e) {
                return null;
            }
        }
    }

    private final Calls calls;
    private final int fd;

    private Handle(Calls calls, int fd) {
        this.calls = calls;
        this.fd = fd;
    }

    static boolean exists() {
        return Calls.CALLS != null;
    }

    /** The folder at {@code path}; null when there is none, or a link. */
    static @Nullable Handle folder(Path path) {
        return open(path, DIRECTORY | NOFOLLOW);
    }

    /** What is at {@code path} itself, be it a link; null when nothing is. */
    static @Nullable Handle any(Path path) {
        return open(path, NOFOLLOW);
    }

    /** What {@code path} leads to, through any links; null when nothing is there. */
    static @Nullable Handle target(Path path) {
        return open(path, 0);
    }

    private static @Nullable Handle open(Path path, int flags) {
        Calls calls = Calls.CALLS;
        if (calls == null) throw new UnsupportedOperationException("no handles on files here");
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) calls.open.call(arena.allocateFrom(path.toString()).address(), PATH | CLOEXEC | flags, 0);
            return fd < 0 ? null : new Handle(calls, fd);
        }
    }

    /** Leads to the file for as long as this is open. */
    Path path() {
        return FDS.resolve(Integer.toString(fd));
    }

    /** Where the file is now, every link followed. */
    Path place() throws IOException {
        return Files.readSymbolicLink(path());
    }

    @Override
    public void close() {
        calls.close.call(fd, 0, 0);
    }
}
