package io.stardust.agent.install.fetch;

import io.stardust.agent.files.Modes;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.fetch.PackageSource.Body;
import io.stardust.agent.install.place.DiskSpace;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** One download into one temporary file, which the next attempt, or the next agent, continues. For one thread. */
final class Download {
    private static final String STEP = "downloaded";
    private static final int BUFFER = 128 << 10;
    /** Attempts in a row that bring no byte; an attempt that brings some starts the count anew. */
    private static final int ATTEMPTS = 5;

    /**
     * A download that brings less than this in {@link #STALLED} has stalled: it is asked for anew, from where it is.
     */
    private static final long LEAST_BYTES = 64 << 10;

    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final PackageSource source;
    private final Pause pause;
    private final BooleanSupplier cancelled;
    private final PackageHash hash;
    private final long size;
    private final LongSupplier ticks;
    private final byte[] buffer = new byte[BUFFER];
    private PackageHash.Reading reading;
    private long wellUntil; // the end of the last look at how fast it is, ns
    private long wellAt; // bytes there then
    private boolean stalled;
    /** Bytes that are in the file and in the hash. */
    private long have;

    /** {@code size} of the package in bytes; 0 = not known. */
    Download(PackageSource source, Pause pause, BooleanSupplier cancelled, PackageHash hash, long size) {
        this(source, pause, cancelled, hash, size, System::nanoTime);
    }

    /** @param ticks Time that passes, ns. */
    Download(
            PackageSource source,
            Pause pause,
            BooleanSupplier cancelled,
            PackageHash hash,
            long size,
            LongSupplier ticks) {
        this.source = source;
        this.pause = pause;
        this.cancelled = cancelled;
        this.hash = hash;
        this.size = size;
        this.reading = hash.new Reading(size);
        this.ticks = ticks;
    }

    /** Fills {@code part} and returns what it hashes to. */
    PackageHash.Result run(String url, Path part) throws InstallException, InterruptedException {
        try (FileChannel file =
                Modes.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            takeWhatIsThere(file);
            boolean resumed = have > 0;
            PackageHash.Result result = attempts(url, file, part);
            if (!result.matches(hash) && resumed) {
                // what an earlier agent, or a machine that lost power, had left may be the damaged piece
                restart(file);
                result = attempts(url, file, part);
            }
            file.force(false);
            return result;
        } catch (IOException e) {
            throw failed(url, part, e);
        }
    }

    private void takeWhatIsThere(FileChannel file) throws IOException, InterruptedException {
        if (size > 0 && file.size() > size) file.truncate(0);
        ByteBuffer bytes = ByteBuffer.wrap(buffer);
        while (file.read(bytes.clear(), have) > 0) {
            stopIfCancelled();
            reading.update(buffer, bytes.position());
            have += bytes.position();
        }
    }

    private PackageHash.Result attempts(String url, FileChannel file, Path part)
            throws IOException, InstallException, InterruptedException {
        Duration wait = FIRST_PAUSE;
        int fruitless = 0;
        long best = have;
        while (size == 0 || have < size) {
            try {
                attempt(url, file, part);
                break;
            } catch (FileNotFoundException e) {
                throw e;
            } catch (IOException e) {
                if (DiskSpace.isFull(e)) throw e;
                if (have > best && !stalled) {
                    fruitless = 0;
                    wait = FIRST_PAUSE;
                } else if (++fruitless == ATTEMPTS) {
                    throw e;
                } else if (size == 0 && have > 0) {
                    // it may be whole already, which a server of unknown size tells by an error only
                    restart(file);
                }
                best = Math.max(best, have);
            }
            stopIfCancelled();
            pause.of(wait);
            wait = wait.multipliedBy(2);
        }
        return reading.result();
    }

    /** Reads to the end; an exception = ask again from {@link #have}. */
    private void attempt(String url, FileChannel file, Path part)
            throws IOException, InstallException, InterruptedException {
        try (Body body = source.open(url, have)) {
            if (!body.resumed() && have > 0) restart(file);
            long total = size > 0 ? size : body.total();
            if (total > 0) DiskSpace.require(part, total - have);
            InputStream in = body.stream();
            wellUntil = ticks.getAsLong();
            wellAt = have;
            stalled = false;
            while (true) {
                stopIfCancelled();
                int count = in.read(buffer);
                if (count < 0) break;
                if (total > 0 && have + count > total) {
                    throw new InstallException(PackageHash.VERIFIED, Reason.of(Code.TOO_MUCH_SENT, "total", total));
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                long at = have;
                while (bytes.hasRemaining()) at += file.write(bytes, at);
                reading.update(buffer, count);
                have = at;
                refuseStalled();
            }
            if (total > 0 && have < total) {
                throw new Broken(Reason.of(Code.DOWNLOAD_CUT, "have", have, "total", total));
            }
        }
    }

    private void refuseStalled() throws IOException {
        long now = ticks.getAsLong();
        if (now - wellUntil < STALLED.toNanos()) return;
        long brought = have - wellAt;
        stalled = brought < LEAST_BYTES;
        if (stalled) {
            throw new Broken(Reason.of(Code.DOWNLOAD_STALLED, "bytes", brought, "seconds", STALLED.toSeconds()));
        }
        wellUntil = now;
        wellAt = have;
    }

    private void restart(FileChannel file) throws IOException {
        file.truncate(0);
        reading = hash.new Reading(size);
        have = 0;
    }

    private void stopIfCancelled() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("interrupted while downloading");
        if (cancelled.getAsBoolean()) throw new InterruptedException("download cancelled");
    }

    private static InstallException failed(String url, Path part, IOException e) {
        if (DiskSpace.isFull(e)) {
            try {
                Files.deleteIfExists(part); // what fills the disk helps nobody
            } catch (IOException notDeleted) {
                e.addSuppressed(notDeleted);
            }
            return new InstallException(STEP, DiskSpace.words(part, e), e);
        }
        Code what = e instanceof FileNotFoundException ? Code.NO_PACKAGE : Code.CANNOT_DOWNLOAD;
        Reason why = e instanceof Broken broken ? broken.reason : Trouble.reason(e);
        return new InstallException(STEP, why.in(what, "url", url), e);
    }

    /** It ended early, or might as well have. */
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Reason reason;

        Broken(Reason reason) {
            super(reason.text());
            this.reason = reason;
        }
    }
}
