package io.stardust.server.agent;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.loop.Chore;
import io.stardust.server.agent.AgentReleases.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the packages of the agent that lie in a folder, so that a fresh server can equip machines. Once, at the
 * start and in the background; a version that is there already is left as it is. A {@code .sha256} beside a package
 * must agree with it. Thread-safe.
 */
public final class AgentPackages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentPackages.class);
    private static final String ACTOR = "system";
    /** Of a checksum file: the sum and a name. */
    private static final int SUM_BYTES = 4_096;

    private static final Pattern NAME = Pattern.compile("agent-(.+)-([a-z]+-[a-z0-9]+)\\.tar\\.gz");

    private final AgentReleases releases;
    private final @Nullable Path folder;
    private @Nullable Thread thread;

    /** @param folder null: nothing is done */
    public AgentPackages(AgentReleases releases, @Nullable Path folder) {
        this.releases = releases;
        this.folder = folder;
    }

    /** Begins. */
    public void start() {
        if (folder != null) thread = Chore.start("agent-packages", () -> takeAll(folder));
    }

    private void takeAll(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "agent-*.tar.gz")) {
            for (Path file : files) take(file);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("{}: no agents are taken from there: {}", folder, e.toString());
        }
    }

    /** One that cannot be taken is not the end of the others. */
    private void take(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            LOG.warn("{}: not taken (expected: agent-VERSION-PLATFORM.tar.gz)", file);
            return;
        }
        String version = name.group(1);
        String platform = name.group(2);
        try {
            if (releases.has(version, platform)) return;
            @Nullable String wanted = checksum(file);
            if (wanted != null && !wanted.equalsIgnoreCase(sha256(file))) {
                LOG.warn("{}: not taken, its bytes are not those of its .sha256", file);
                return;
            }
            try (InputStream in = Files.newInputStream(file)) {
                var upload = new Upload(version, "Release", AgentRelease.OURS, platform, null);
                releases.take(ACTOR, ACTOR, upload, Files.size(file), in);
            }
        } catch (IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) return; // the server ends
            LOG.warn("{}: not taken: {}", file, e.getMessage());
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Hashes.sha256();
        try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static @Nullable String checksum(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".sha256");
        if (!Files.exists(beside)) return null;
        try (InputStream in = Files.newInputStream(beside)) {
            return new String(in.readNBytes(SUM_BYTES), StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+", 2)[0];
        }
    }

    /** Ends what is under way; what is half taken is not there. */
    @Override
    public void close() {
        Thread open = thread;
        if (open == null) return;
        open.interrupt();
        try {
            open.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
