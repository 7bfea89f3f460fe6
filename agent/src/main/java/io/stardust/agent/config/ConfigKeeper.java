package io.stardust.agent.config;

import io.stardust.agent.files.Modes;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.ConfigFile;
import io.stardust.protocol.deploy.ConfigFiles;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches files that the server made of config before the list that names them is acted on: whatever is wanted here can
 * then be started without the server. For one thread.
 */
public final class ConfigKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigKeeper.class);

    private final Layout layout;
    private final Door door;

    /** Asks the server. */
    public interface Door {
        /** The file of a placement that has that content. */
        InputStream config(long placement, String sha256) throws IOException;
    }

    public ConfigKeeper(Path data, Door door) {
        this.layout = new Layout(data);
        this.door = door;
    }

    /**
     * What can be acted on, and what could not be had; null when all could.
     *
     * @param list as pulled; in place of what could not be had, what was wanted before
     */
    public record Kept(List<DeployInfo> list, @Nullable String missing) {}

    /**
     * Fetches what is missing.
     *
     * @param before what is wanted here up to now
     */
    public Kept tend(List<DeployInfo> pulled, List<DeployInfo> before) {
        Map<Long, DeployInfo> known = new HashMap<>();
        for (DeployInfo each : before) known.put(each.id(), each);
        List<DeployInfo> list = new ArrayList<>();
        String missing = null;
        for (DeployInfo each : pulled) {
            DeployInfo was = known.get(each.id());
            try {
                fetch(each);
                forget(each, was);
                list.add(each);
            } catch (IOException e) {
                String words = "config files of %s: %s".formatted(each.name(), Trouble.words(e));
                if (missing == null) missing = words;
                LOG.warn("{}", words);
                if (was != null) list.add(was);
            }
        }
        return new Kept(list, missing);
    }

    private void fetch(DeployInfo deploy) throws IOException {
        ConfigFiles files = deploy.config();
        Path folder = folder(deploy);
        if (files == null || folder == null) return;
        if (files.files().size() > ConfigFiles.MOST) {
            throw new IOException(
                    "%d files (expected: at most %d)".formatted(files.files().size(), ConfigFiles.MOST));
        }
        Modes.makeFolder(folder);
        for (ConfigFile each : files.files()) {
            if (!Hashes.isSha256(each.sha256())) throw new IOException(each.path() + " has no SHA-256");
            Path kept = folder.resolve(each.sha256());
            if (!Files.isRegularFile(kept)) fetch(deploy.id(), each, kept);
        }
    }

    private void fetch(long placement, ConfigFile file, Path kept) throws IOException {
        byte[] content;
        try (InputStream in = door.config(placement, file.sha256())) {
            content = in.readNBytes(ConfigFiles.SIZE + 1);
        }
        if (content.length > ConfigFiles.SIZE || !Hashes.sha256Hex(content).equals(file.sha256())) {
            throw new IOException(file.path() + " came with another content than the server had named");
        }
        Path part = kept.resolveSibling(kept.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (FileChannel out = Modes.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) out.write(bytes);
            out.force(true);
        }
        Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Keeps what may be written again: of now, of before, and what lies in the work directory. */
    private void forget(DeployInfo now, @Nullable DeployInfo before) throws IOException {
        Path folder = folder(now);
        if (folder == null || !Files.isDirectory(folder)) return;
        Set<String> needed = new HashSet<>();
        for (DeployInfo each : before == null ? List.of(now) : List.of(now, before)) {
            if (each.config() != null) each.config().files().forEach(file -> needed.add(file.sha256()));
        }
        Written.read(Written.file(folder)).ifPresent(written -> needed.addAll(written.kept()));
        List<Path> old = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                String name = String.valueOf(each.getFileName());
                if (Hashes.isSha256(name) && !needed.contains(name)) old.add(each);
            }
        }
        for (Path each : old) Files.deleteIfExists(each);
    }

    /** Where its files are kept; null when it has no name to keep them under. */
    private @Nullable Path folder(DeployInfo deploy) {
        String name = deploy.service() == null ? null : deploy.service().name();
        return name == null || !ServiceName.is(name) ? null : layout.config(name);
    }
}
