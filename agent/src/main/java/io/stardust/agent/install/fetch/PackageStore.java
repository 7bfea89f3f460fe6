package io.stardust.agent.install.fetch;

import io.stardust.agent.files.Modes;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.pack.Manifest;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packages on this machine: brings new ones, keeps the last few of each app so that a rollback needs no network.
 * Thread-safe across apps.
 */
public final class PackageStore {
    private static final Logger LOG = LoggerFactory.getLogger(PackageStore.class);
    /** Packages kept per app, the one in use among them. */
    static final int KEPT = 3;

    private static final int BUFFER = 128 << 10;
    private static final String ZIP = ".zip";

    private final Layout layout;
    private final PackageSource source;
    private final Trust trust;
    private final Manifests manifests;
    private final InstantSource clock;
    private final Pause pause;

    public PackageStore(Layout layout, PackageSource source, Trust trust, InstantSource clock, Pause pause) {
        this.layout = layout;
        this.source = source;
        this.trust = trust;
        this.manifests = new Manifests(source, trust);
        this.clock = clock;
        this.pause = pause;
    }

    public Fetched fetch(DeployInfo deploy, String name, BooleanSupplier cancelled)
            throws InstallException, InterruptedException {
        PackageHash hash = PackageHash.of(deploy);
        Path file = layout.releases(name).resolve(hash.hex() + ".zip");
        Path noted = manifest(file);
        Manifest signed = trust.asks(deploy) ? manifests.find(deploy, noted) : null;
        Fetched kept = kept(file, hash, cancelled);
        if (kept != null) return same(deploy, signed, kept);
        String url = deploy.url();
        if (url == null || url.isBlank()) {
            throw new InstallException("downloaded", Reason.of(Code.NO_PACKAGE_URL, "version", deploy.version()));
        }
        try {
            Modes.makeFolder(layout.staging(name));
            Modes.makeFolder(layout.releases(name));
        } catch (IOException e) {
            throw new InstallException("downloaded", Trouble.reason(e).in(Code.NO_DOWNLOAD_FOLDER), e);
        }
        Path part = layout.staging(name).resolve(hash.hex() + ".part");
        PackageHash.Result result;
        long moved;
        try {
            Manifest manifest = signed == null && deploy.size() >= Delta.WORTH ? manifests.find(deploy, noted) : signed;
            Delta delta = manifest != null && manifest.sha256().equals(hash.hex())
                    ? new Delta(source, pause, cancelled, hash, deploy, manifest)
                    : null;
            result = delta == null ? null : delta.run(kept(name), part);
            moved = delta != null && result != null ? delta.moved() : -1;
            if (result == null) {
                result = new Download(source, pause, cancelled, hash, Math.max(0, deploy.size())).run(url, part);
            }
            hash.require(result, deploy.version());
        } catch (InstallException e) {
            if (e.step().equals(PackageHash.VERIFIED)) delete(part);
            throw e;
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            touch(file);
            long size = Files.size(file);
            return same(deploy, signed, new Fetched(file, result.sha256(), size, false, moved < 0 ? size : moved));
        } catch (IOException e) {
            throw new InstallException("downloaded", Trouble.reason(e).in(Code.CANNOT_KEEP), e);
        }
    }

    /** What was signed is a manifest; the package must be the one it speaks of. */
    private static Fetched same(DeployInfo deploy, @Nullable Manifest signed, Fetched fetched) throws InstallException {
        if (signed == null || signed.sha256().equals(fetched.sha256())) return fetched;
        throw Trust.refused(Reason.of(Code.NOT_THE_SIGNED, "version", deploy.version(), "hash", signed.sha256()));
    }

    private static Path manifest(Path file) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.substring(0, name.length() - ZIP.length()) + ".manifest");
    }

    /** A package that is here is believed only after it was read again: disks rot, people edit. */
    private @Nullable Fetched kept(Path file, PackageHash hash, BooleanSupplier cancelled) throws InterruptedException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return null;
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            touch(file);
            String stamp = FileStamp.of(file);
            PackageHash.Reading reading = hash.new Reading(Files.size(file));
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (Thread.interrupted() || cancelled.getAsBoolean()) throw new InterruptedException("cancelled");
                reading.update(buffer, count);
                size += count;
            }
            PackageHash.Result result = reading.result();
            if (result.matches(hash)) return new Fetched(file, result.sha256(), size, true, 0, stamp);
            LOG.warn("kept package {}: damaged, fetching it again", file);
        } catch (IOException e) {
            LOG.warn("kept package {}: unreadable, fetching it again: {}", file, e.toString());
        }
        delete(file);
        return null;
    }

    /** Marks a package as used now. */
    void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    /**
     * Keeps a package that was refused only where there is room beside those that ran: a row of bad releases must not
     * fill the disk, nor drive out what a rollback needs.
     */
    public void refuse(String name, Path refused, Path inUse) {
        try {
            Files.setLastModifiedTime(refused, FileTime.fromMillis(0));
        } catch (IOException e) {
            LOG.warn("{}: {}", refused, e.toString());
        }
        prune(name, inUse);
    }

    /** The packages of {@code name} that are here, the last used first. */
    private List<Path> kept(String name) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(layout.releases(name), ending(ZIP))) {
            for (Path file : stream) files.add(file);
        } catch (IOException e) {
            LOG.warn("packages of {}: not listed: {}", name, e.toString());
        }
        files.sort(Comparator.comparing(PackageStore::used).reversed());
        return files;
    }

    /** Removes all but the last packages used; {@code inUse} stays whatever its age. */
    public void prune(String name, Path inUse) {
        try {
            List<Path> files = kept(name);
            files.remove(inUse);
            for (int i = KEPT - 1; i < files.size(); i++) delete(files.get(i));
            try (DirectoryStream<Path> others = Files.newDirectoryStream(layout.releases(name), ending(".manifest"))) {
                for (Path manifest : others) {
                    String file = String.valueOf(manifest.getFileName());
                    String zip = file.substring(0, file.length() - ".manifest".length()) + ZIP;
                    if (!Files.exists(manifest.resolveSibling(zip))) delete(manifest);
                }
            }
            try (DirectoryStream<Path> parts = Files.newDirectoryStream(layout.staging(name), ending(".part"))) {
                parts.forEach(PackageStore::delete); // of releases that were overtaken
            }
        } catch (IOException e) {
            LOG.warn("packages of {}: old ones not removed: {}", name, e.toString());
        }
    }

    /** A pattern would be made a regular expression. */
    private static DirectoryStream.Filter<Path> ending(String end) {
        return file -> file.toString().endsWith(end);
    }

    private static FileTime used(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: not deleted: {}", file, e.toString());
        }
    }
}
