package io.stardust.agent.install;

import io.stardust.protocol.deploy.DeployInfo;
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
final class PackageStore {
    private static final Logger LOG = LoggerFactory.getLogger(PackageStore.class);
    /** Packages kept per app, the one in use among them. */
    static final int KEPT = 3;

    private static final int BUFFER = 128 << 10;

    private final Layout layout;
    private final PackageSource source;
    private final InstantSource clock;
    private final Pause pause;

    PackageStore(Layout layout, PackageSource source, InstantSource clock, Pause pause) {
        this.layout = layout;
        this.source = source;
        this.clock = clock;
        this.pause = pause;
    }

    Fetched fetch(DeployInfo deploy, String name, BooleanSupplier cancelled)
            throws InstallException, InterruptedException {
        PackageHash hash = PackageHash.of(deploy);
        Path file = layout.releases(name).resolve(hash.hex() + ".zip");
        Fetched kept = kept(file, hash, cancelled);
        if (kept != null) return kept;
        String url = deploy.url();
        if (url == null || url.isBlank()) {
            throw new InstallException("downloaded", "release '" + deploy.version() + "' names no package URL");
        }
        try {
            Files.createDirectories(layout.staging(name));
            Files.createDirectories(layout.releases(name));
        } catch (IOException e) {
            throw new InstallException("downloaded", "cannot make a folder for the download: " + e.getMessage(), e);
        }
        Path part = layout.staging(name).resolve(hash.hex() + ".part");
        PackageHash.Result result;
        try {
            result = new Download(source, pause, cancelled, hash, Math.max(0, deploy.size())).run(url, part);
            hash.require(result, deploy.version());
        } catch (InstallException e) {
            if (e.step().equals(PackageHash.VERIFIED)) delete(part);
            throw e;
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            touch(file);
            return new Fetched(file, result.sha256(), Files.size(file), false);
        } catch (IOException e) {
            throw new InstallException("downloaded", "cannot keep the package: " + e.getMessage(), e);
        }
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
            if (result.matches(hash)) return new Fetched(file, result.sha256(), size, true, stamp);
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

    /** Removes all but the last packages used; {@code inUse} stays whatever its age. */
    void prune(String name, Path inUse) {
        try {
            List<Path> files = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(layout.releases(name), ending(".zip"))) {
                for (Path file : stream) if (!file.equals(inUse)) files.add(file);
            }
            files.sort(Comparator.comparing(PackageStore::used).reversed());
            for (int i = KEPT - 1; i < files.size(); i++) delete(files.get(i));
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
