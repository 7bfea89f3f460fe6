package io.stardust.agent.install.fetch;

import io.stardust.agent.files.Modes;
import io.stardust.agent.install.fetch.PackageSource.Body;
import io.stardust.agent.install.place.DiskSpace;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.pack.Manifest;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a package, byte by byte as the server has it, from chunks of packages that are here and from those that only
 * the server has. What it leaves is always a beginning of the package, or all of it, so that a whole {@link Download}
 * can go on wherever this one gives up. For one thread.
 */
final class Delta {
    /** Smaller packages are as quick to fetch whole. */
    static final long WORTH = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Delta.class);
    private static final int BUFFER = 128 << 10;
    /** In one question. */
    private static final int RANGES = 1_000;

    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final PackageSource source;
    private final Pause pause;
    private final BooleanSupplier cancelled;
    private final PackageHash hash;
    private final long release;
    private final Manifest manifest;
    private final long[] starts;
    private final byte[] buffer = new byte[BUFFER];
    private PackageHash.Reading reading;
    private long have;
    private long moved;

    Delta(
            PackageSource source,
            Pause pause,
            BooleanSupplier cancelled,
            PackageHash hash,
            DeployInfo deploy,
            Manifest manifest) {
        this.source = source;
        this.pause = pause;
        this.cancelled = cancelled;
        this.hash = hash;
        this.release = deploy.releaseId();
        this.manifest = manifest;
        this.starts = new long[manifest.count() + 1];
        for (int i = 0; i < manifest.count(); i++) starts[i + 1] = starts[i] + manifest.length(i);
        this.reading = hash.new Reading(manifest.size());
    }

    /** Bytes that came from the server. */
    long moved() {
        return moved;
    }

    /**
     * Fills {@code part} from {@code kept} and the server.
     *
     * @return what it hashes to, when that is right; null when a whole download must go on
     */
    PackageHash.@Nullable Result run(List<Path> kept, Path part) throws InterruptedException {
        try (LocalChunks local = LocalChunks.of(manifest, kept);
                FileChannel file = Modes.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            BitSet remote = remote(local);
            if (remote.cardinality() == manifest.count()) return null; // nothing here helps
            takeWhatIsThere(file);
            DiskSpace.require(part, manifest.size() - have);
            if (!rounds(local, remote, file)) return null;
            PackageHash.Result result = reading.result();
            if (result.matches(hash)) {
                file.force(false);
                return result;
            }
            LOG.warn("{}: what was built is not the package; looking for the damaged chunks", part);
            repair(file);
        } catch (IOException e) {
            LOG.warn("{}: not built from what is here: {}", part, e.toString());
        }
        return null;
    }

    private BitSet remote(LocalChunks local) {
        BitSet remote = new BitSet(manifest.count());
        for (int i = 0; i < manifest.count(); i++) {
            if (!local.has(manifest.length(i), manifest.mark(i))) remote.set(i);
        }
        return remote;
    }

    private void takeWhatIsThere(FileChannel file) throws IOException, InterruptedException {
        if (file.size() > manifest.size()) file.truncate(0);
        ByteBuffer bytes = ByteBuffer.wrap(buffer);
        while (file.read(bytes.clear(), have) > 0) {
            stopIfCancelled();
            reading.update(buffer, bytes.position());
            have += bytes.position();
        }
    }

    /** Until all is there; false when the server does not play along. */
    private boolean rounds(LocalChunks local, BitSet remote, FileChannel file)
            throws IOException, InterruptedException {
        Duration wait = FIRST_PAUSE;
        int fruitless = 0;
        while (have < manifest.size()) {
            long before = have;
            try (Remote server = new Remote(remote)) {
                for (int i = chunk(have); i < manifest.count(); i++) {
                    if (remote.get(i)) fill(i, file, server);
                    else copy(i, file, local);
                }
            } catch (FileNotFoundException e) {
                return false; // an older server
            } catch (IOException e) {
                if (DiskSpace.isFull(e)) throw e;
                fruitless = have > before ? 0 : fruitless + 1;
                if (fruitless == ATTEMPTS) return false;
                LOG.info("release {}: asking again from byte {}: {}", release, have, e.toString());
                pause.of(wait);
                wait = have > before ? FIRST_PAUSE : wait.multipliedBy(2);
            }
        }
        return true;
    }

    private int chunk(long position) {
        int at = java.util.Arrays.binarySearch(starts, position);
        return at >= 0 ? at : -at - 2;
    }

    private void fill(int i, FileChannel file, Remote server) throws IOException, InterruptedException {
        while (have < starts[i + 1]) write(file, server.read(i, have, starts[i + 1] - have));
    }

    private void copy(int i, FileChannel file, LocalChunks local) throws IOException, InterruptedException {
        while (have < starts[i + 1]) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, (int) Math.min(BUFFER, starts[i + 1] - have));
            local.read(manifest.length(i), manifest.mark(i), have - starts[i], bytes);
            write(file, bytes.position());
        }
    }

    private void write(FileChannel file, int count) throws IOException, InterruptedException {
        stopIfCancelled();
        write(file, have, count);
        reading.update(buffer, count);
        have += count;
    }

    private void write(FileChannel file, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        for (long at = position; bytes.hasRemaining(); ) at += file.write(bytes, at);
    }

    /** Fetches the chunks whose hash is wrong; a {@link Download} then looks whether that was all. */
    private void repair(FileChannel file) throws IOException, InterruptedException {
        BitSet bad = new BitSet(manifest.count());
        MessageDigest digest = Hashes.sha256();
        for (int i = 0; i < manifest.count(); i++) {
            for (long at = starts[i]; at < starts[i + 1]; ) {
                stopIfCancelled();
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, (int) Math.min(BUFFER, starts[i + 1] - at));
                int count = file.read(bytes, at);
                if (count < 0) throw new IOException("the file became shorter");
                digest.update(buffer, 0, count);
                at += count;
            }
            if (!manifest.matches(i, digest.digest())) bad.set(i);
        }
        LOG.info("release {}: {} of {} chunks are fetched again", release, bad.cardinality(), manifest.count());
        try (Remote server = new Remote(bad)) {
            for (int i = bad.nextSetBit(0); i >= 0; i = bad.nextSetBit(i + 1)) {
                for (long at = starts[i]; at < starts[i + 1]; ) {
                    stopIfCancelled();
                    int count = server.read(i, at, starts[i + 1] - at);
                    write(file, at, count);
                    at += count;
                }
            }
        }
    }

    private void stopIfCancelled() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("interrupted while downloading");
        if (cancelled.getAsBoolean()) throw new InterruptedException("download cancelled");
    }

    /** What the server sends of the chunks that were asked for, in their order. */
    private final class Remote implements Closeable {
        private final BitSet asked;
        private @Nullable Body body;
        private long left;

        Remote(BitSet asked) {
            this.asked = asked;
        }

        /** Reads the next bytes, which lie at {@code position} in chunk {@code i}, into the buffer. */
        int read(int i, long position, long most) throws IOException {
            Body open = left == 0 ? ask(i, position) : body;
            if (open == null) throw new IOException("nothing was asked for");
            int count = open.stream().read(buffer, 0, (int) Math.min(BUFFER, Math.min(left, most)));
            if (count < 0) throw new IOException("the connection ended " + left + " bytes early");
            left -= count;
            moved += count;
            return count;
        }

        private Body ask(int from, long position) throws IOException {
            close();
            List<Long> ranges = new ArrayList<>();
            long start = position;
            long end = position;
            for (int i = from; i >= 0 && ranges.size() < 2 * RANGES; i = asked.nextSetBit(i + 1)) {
                if (starts[i] > end) {
                    add(ranges, start, end);
                    start = starts[i];
                }
                end = starts[i + 1];
            }
            if (ranges.size() < 2 * RANGES) add(ranges, start, end);
            Body opened = source.parts(release, ranges);
            body = opened;
            return opened;
        }

        private void add(List<Long> ranges, long from, long to) {
            ranges.add(from);
            ranges.add(to - from);
            left += to - from;
        }

        @Override
        public void close() throws IOException {
            if (body != null) body.close();
            body = null;
        }
    }
}
