package io.stardust.agent.install;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Modes;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.place.DiskSpace;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.install.place.Place;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.pack.PackageEntries;
import io.stardust.protocol.pack.ZipDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a package of an app's work directory as it lies there. Links, sockets, logs and what is the agent's own stay
 * out; modes are kept. Thread-safe across apps.
 */
public final class Packer {
    private static final Logger LOG = LoggerFactory.getLogger(Packer.class);
    private static final String STEP = "packed";
    private static final int MB = 20; // bits
    private static final int BUFFER = 128 << 10;

    private final Layout layout;
    private final WorkFolders folders;
    private final TakeOver takeOver;

    Packer(Layout layout, WorkFolders folders, TakeOver takeOver) {
        this.layout = layout;
        this.folders = folders;
        this.takeOver = takeOver;
    }

    /**
     * What would be packed.
     *
     * @param leftOut what would not, in words
     */
    public record Content(int files, long bytes, List<String> leftOut) {
        public Content {
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Hears how far it is. */
    public interface Progress {
        /** From the thread that packs, often. */
        void at(int files, long bytes) throws InterruptedException;
    }

    /**
     * Measures the work directory.
     *
     * @param most bytes of all files together
     * @throws InstallException if it may not be packed, is too large, or cannot be read; the message is for people
     */
    public Content measure(DeployInfo deploy, long most) throws InstallException, InterruptedException {
        Path directory = directory(deploy);
        FolderWalk walk = new FolderWalk();
        Sum sum = new Sum(directory, most);
        try {
            walk.walk(directory, sum);
        } catch (IOException e) {
            throw failed(directory, e);
        }
        if (sum.files == 0) throw new InstallException(STEP, "no file to pack in " + directory);
        return new Content(sum.files, sum.bytes, walk.leftOut());
    }

    private static final class Sum implements FolderWalk.Visitor {
        private final Path directory;
        private final long most;
        private int entries;
        private int files;
        private long bytes;

        Sum(Path directory, long most) {
            this.directory = directory;
            this.most = most;
        }

        @Override
        public void folder(String path, int mode) throws IOException {
            if (++entries > ZipWriter.MAX_ENTRIES) {
                throw new Refused("%s holds more than %d files and folders (expected: at most so many)"
                        .formatted(directory, ZipWriter.MAX_ENTRIES));
            }
        }

        @Override
        public void file(String path, int mode, long size, Folder folder, String name) throws IOException {
            folder(path, mode);
            folder.read(name).close(); // whoever may not read it is told now
            files++;
            bytes += size;
            if (bytes > most) {
                throw new Refused(
                        "%s holds more than %d MB (expected: at most %d MB, the agent's setting packages.pack-mb)"
                                .formatted(directory, most >> MB, most >> MB));
            }
        }
    }

    /** A refusal in words that need no others. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Packs the work directory; {@link #discard} removes what this returns. A failure leaves nothing.
     *
     * @param content as measured just before
     * @param most bytes of the package
     */
    public Path pack(DeployInfo deploy, Content content, long most, Progress progress)
            throws InstallException, InterruptedException {
        Path directory = directory(deploy);
        String name = layout.place(deploy, STEP).name();
        Path zip = null;
        boolean whole = false;
        try {
            Path staging = Modes.makeFolder(layout.staging(name));
            DiskSpace.require(staging, content.bytes());
            zip = staging.resolve("packed-" + System.nanoTime() + ".zip");
            write(directory, zip, Math.min(most, 0xFFFF_0000L), progress);
            whole = true;
            return zip;
        } catch (ZipWriter.TooLarge e) {
            throw new InstallException(
                    STEP,
                    "the package of %s is larger than %d MB (expected: at most so much, the server's setting files.max-bytes)"
                            .formatted(directory, most >> MB),
                    e);
        } catch (IOException e) {
            throw failed(directory, e);
        } finally {
            if (!whole && zip != null) discard(zip);
        }
    }

    private static void write(Path directory, Path zip, long most, Progress progress)
            throws IOException, InterruptedException {
        try (FileChannel file = Modes.open(
                        zip, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                ZipWriter writer = new ZipWriter(file, most)) {
            new FolderWalk().walk(directory, new Adding(writer, progress));
            writer.finish();
            PackageEntries.check(file, Long.MAX_VALUE); // as the server will
        }
    }

    private static final class Adding implements FolderWalk.Visitor {
        private final ZipWriter writer;
        private final Progress progress;
        private int files;
        private long bytes;

        Adding(ZipWriter writer, Progress progress) {
            this.writer = writer;
            this.progress = progress;
        }

        @Override
        public void folder(String path, int mode) throws IOException {
            writer.folder(path, mode);
        }

        @Override
        public void file(String path, int mode, long size, Folder folder, String name) throws IOException {
            try (FileChannel content = folder.read(name)) {
                bytes += writer.file(path, mode, content, size);
            }
            try {
                progress.at(++files, bytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the walk ends at its next step
            }
        }
    }

    /** Notes that this package is the work directory of that app, so that its release needs to exchange nothing. */
    public void isRelease(DeployInfo deploy, Path zip) throws InstallException {
        String name = layout.place(deploy, STEP).name();
        try {
            takeOver.packed(name, sha256(zip));
        } catch (IOException e) {
            throw failed(zip, e);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Hashes.sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) digest.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Removes a package. */
    public void discard(Path zip) {
        try {
            Files.deleteIfExists(zip);
        } catch (IOException e) {
            LOG.warn("{}: not deleted: {}", zip, e.toString());
        }
    }

    private Path directory(DeployInfo deploy) throws InstallException {
        Place place = layout.place(deploy, STEP);
        folders.refuseOwn(place, STEP);
        Path directory = place.directory();
        Path real = real(directory);
        Path around = real.getParent();
        boolean home = real.equals(Path.of(System.getProperty("user.home")))
                || (around != null && around.equals(Path.of("/home")));
        if (home || real.getNameCount() == 0) {
            throw new InstallException(
                    STEP,
                    "work directory %s is a home folder (expected: a folder of the app's own)".formatted(directory));
        }
        return directory;
    }

    private static Path real(Path directory) throws InstallException {
        try {
            return directory.toRealPath();
        } catch (NoSuchFileException e) {
            throw new InstallException(STEP, "work directory %s does not exist".formatted(directory), e);
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    private static InstallException failed(Path directory, IOException e) {
        if (e instanceof Refused || e instanceof ZipDirectory.BadZip) {
            return new InstallException(STEP, String.valueOf(e.getMessage()), e);
        }
        if (DiskSpace.isFull(e)) return new InstallException(STEP, DiskSpace.words(directory, e), e);
        return new InstallException(STEP, "cannot pack %s: %s".formatted(directory, Trouble.words(e)), e);
    }
}
