package io.stardust.agent.service;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.node.UpgradeInfo;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Brings a new version in: fetched, held against its checksum, unpacked beside the others, and tried. */
final class Download {
    private static final int CHUNK = 64 << 10; // bytes
    private static final int UNPACKED = 5; // times the package's size, generously
    private static final Duration UNPACK = Duration.ofMinutes(5);
    private static final int SHOWN = 300; // characters of what a failed check said

    private final Home home;
    private final ReleaseSource source;
    private final UpgradeSettings settings;

    Download(Home home, ReleaseSource source, UpgradeSettings settings) {
        this.home = home;
        this.source = source;
        this.settings = settings;
    }

    /** What came is not what was promised; it may be better the next time. */
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }

    /** The version does not work on this machine. */
    static final class Unfit extends IOException {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    /**
     * Returns when {@code versions/V} is there, whole and tried.
     *
     * @throws Damaged if the bytes are not the promised ones
     * @throws Unfit if it does not run here
     * @throws IOException if it cannot be had now
     */
    void bring(UpgradeInfo release, String version) throws IOException, InterruptedException {
        Path folder = home.incoming();
        Trees.delete(folder);
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("package.tar.gz");
            fetch(release, file);
            PackageTree tree = unpack(file, folder, version);
            check(tree, folder);
            flush(folder); // what is switched to must survive a power cut
            Path place = home.tree(version).folder();
            Trees.delete(place);
            Files.move(tree.folder(), place);
        } finally {
            Trees.delete(folder);
        }
    }

    private void fetch(UpgradeInfo release, Path file) throws IOException {
        long free = Files.getFileStore(home.versions()).getUsableSpace();
        long wanted = release.fileSize() * UNPACKED;
        if (free < wanted) {
            throw new IOException("%d MB free (expected: %d)".formatted(free >> 20, wanted >> 20));
        }
        MessageDigest sha256 = Hashes.sha256();
        long size = 0;
        try (InputStream in = source.open(String.valueOf(release.source()));
                OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                size += n;
                if (release.fileSize() > 0 && size > release.fileSize()) break;
                sha256.update(chunk, 0, n);
                out.write(chunk, 0, n);
            }
        }
        if (release.fileSize() > 0 && size < release.fileSize()) throw new IOException("the download ended early");
        String hash = HexFormat.of().formatHex(sha256.digest());
        if (!hash.equalsIgnoreCase(release.sha256())) {
            throw new Damaged("checksum: " + hash + " (expected: " + release.sha256() + ")");
        }
    }

    private static PackageTree unpack(Path file, Path folder, String version) throws IOException, InterruptedException {
        Path to = Files.createDirectories(folder.resolve("tree"));
        List<String> tar = List.of("tar", "-xzf", file.toString(), "-C", to.toString(), "--no-same-owner");
        String said = run(tar, null, folder.resolve("tar.log"), UNPACK);
        if (said != null) throw new Unfit("it cannot be unpacked: " + said);
        Files.delete(file);
        List<Path> tops = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(to)) {
            for (Path entry : entries) tops.add(entry);
        }
        if (tops.size() != 1) throw new Unfit(tops.size() + " folders at the top of the package (expected: 1)");
        var tree = new PackageTree(tops.getFirst());
        if (!Files.isExecutable(tree.program())) throw new Unfit("no bin/agent in the package");
        String found = tree.version();
        if (!found.equals(version)) throw new Unfit("the package holds version " + found);
        return tree;
    }

    /** Runs the new program as itself, on a data folder of its own, without a server. */
    private void check(PackageTree tree, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tree.program().toString(), "--self-check"));
        command.addAll(settings.arguments());
        command.addAll(List.of("--data", folder.resolve("scratch").toString()));
        String said = run(command, folder, folder.resolve("check.log"), settings.smoke());
        if (said != null) throw new Unfit("its self-check failed: " + said);
    }

    private static void flush(Path folder) throws IOException, InterruptedException {
        // where it is missing, the file system's own order has to do
        if (!Files.isExecutable(Path.of("/bin/sync"))) return;
        run(List.of("/bin/sync", "-f", folder.toString()), null, folder.resolve("sync.log"), UNPACK);
    }

    /** Returns null when it ended with 0, else the end of what it said. */
    private static @Nullable String run(List<String> command, @Nullable Path directory, Path log, Duration limit)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        if (directory != null) builder.directory(directory.toFile());
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return "it did not end within " + limit.toSeconds() + " s";
            }
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue() == 0 ? null : "exit code " + process.exitValue() + ", " + end(log);
    }

    private static String end(Path log) throws IOException {
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
        return text.length() <= SHOWN ? text : "…" + text.substring(text.length() - SHOWN);
    }
}
