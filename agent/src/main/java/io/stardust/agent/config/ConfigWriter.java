package io.stardust.agent.config;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Gift;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.state.StateFile;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.ConfigFile;
import io.stardust.protocol.deploy.ConfigFiles;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.deploy.ServiceName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the kept files of an app into its work directory: each whole or not at all, for the app's user alone, and none
 * through a link. The app may be at work there meanwhile. Thread-safe, one call for an app at a time.
 */
public final class ConfigWriter {
    private static final String ALONE = "rw-------";

    private final Layout layout;

    public ConfigWriter(Layout layout) {
        this.layout = layout;
    }

    /**
     * Writes what differs, and deletes what was written before and is not wanted any more.
     *
     * @throws IOException in words for people; files that were there before are whole
     */
    public void write(DeployInfo deploy, Path directory) throws IOException {
        ServiceInfo service = deploy.service();
        if (service == null || service.name() == null || !ServiceName.is(service.name())) return;
        Path kept = layout.config(service.name());
        List<ConfigFile> files =
                deploy.config() == null ? List.of() : deploy.config().files();
        if (files.isEmpty() && !Files.isDirectory(kept)) return;
        StateFile state = Written.file(kept);
        Written before = Written.read(state).orElse(new Written(directory.toString(), List.of(), List.of()));
        var owner = owner(service.userName());
        note(state, before, directory, files);
        for (ConfigFile each : files) write(each, kept.resolve(each.sha256()), directory, owner);
        Set<String> wanted = new HashSet<>();
        for (ConfigFile each : files) wanted.add(each.path());
        boolean moved = !before.directory().equals(directory.toString());
        for (String old : before.files()) {
            if (moved || !wanted.contains(old)) delete(Path.of(before.directory()), old);
        }
    }

    /** Before the first is written: an agent that is killed meanwhile knows what may lie there. */
    private static void note(StateFile state, Written before, Path directory, List<ConfigFile> files)
            throws IOException {
        Written now = new Written(
                directory.toString(),
                files.stream().map(ConfigFile::path).toList(),
                files.stream().map(ConfigFile::sha256).toList());
        if (!now.equals(before)) state.write(Json.PEOPLE.bytes(now));
    }

    private static void write(ConfigFile file, Path kept, Path directory, @Nullable UserPrincipal owner)
            throws IOException {
        byte[] content = Files.readAllBytes(kept);
        List<String> way = way(file.path());
        String name = way.getLast();
        try (Folder folder = folder(directory, way, true)) {
            if (isThere(folder, name, directory.resolve(file.path()), content, owner)) return;
            String part = ".config-" + file.sha256().substring(0, 16) + ".part";
            folder.delete(part);
            try (FileChannel out = folder.create(part, ALONE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) out.write(bytes);
                out.force(true);
            }
            if (owner != null) new Gift(owner).file(folder, part);
            folder.replace(part, name);
            folder.force();
        }
    }

    /** Whether it lies there as it should. */
    private static boolean isThere(
            Folder folder, String name, Path shown, byte[] content, @Nullable UserPrincipal owner) throws IOException {
        if (!folder.has(name)) return false;
        var found = folder.attributes(name);
        if (!found.isRegularFile()) {
            String what = found.isSymbolicLink() ? "is a symbolic link" : "is no file";
            throw new FileSystemException(shown.toString(), null, what + ", and was left");
        }
        int mode = folder.mode(name) & 0777;
        if (found.size() != content.length || (mode != 0 && mode != 0600) || !isOwn(folder, name, owner)) return false;
        try (InputStream in = Channels.newInputStream(folder.read(name))) {
            return Arrays.equals(in.readNBytes(ConfigFiles.SIZE + 1), content);
        }
    }

    private static boolean isOwn(Folder folder, String name, @Nullable UserPrincipal owner) throws IOException {
        return owner == null
                || Files.getOwner(folder.path().resolve(name), LinkOption.NOFOLLOW_LINKS)
                        .equals(owner);
    }

    /** The server has checked it; whatever it says, nothing leads out of the work directory. */
    private static List<String> way(String path) throws IOException {
        List<String> way = List.of(path.split("/", -1));
        for (String name : way) {
            boolean plain = !name.isBlank() && !name.equals(".") && !name.equals("..") && name.indexOf('\\') < 0;
            if (!plain || name.indexOf('\0') >= 0) {
                throw new IOException(
                        "'%s' leads elsewhere (expected: a file below the work directory)".formatted(path));
            }
        }
        return way;
    }

    /** The folder that the last name of {@code way} is in. */
    private static Folder folder(Path directory, List<String> way, boolean make) throws IOException {
        Folder at = make ? Folder.make(directory) : Folder.open(directory);
        try {
            for (String name : way.subList(0, way.size() - 1)) {
                if (make && !at.has(name)) at.makeFolder(name, "rwxr-xr-x");
                Folder next = at.folder(name);
                at.close();
                at = next;
            }
            return at;
        } catch (IOException e) {
            at.close();
            throw e;
        }
    }

    private static void delete(Path directory, String path) throws IOException {
        List<String> way = way(path);
        try (Folder folder = folder(directory, way, false)) {
            String name = way.getLast();
            if (folder.attributes(name).isRegularFile()) folder.delete(name);
        } catch (NoSuchFileException _) {
            // it is gone already, or its folder is
        }
    }

    /** To whom the files are to belong; null: to the agent's own user. */
    private static @Nullable UserPrincipal owner(@Nullable String user) throws IOException {
        String self = System.getProperty("user.name");
        if (user == null || user.isBlank() || user.equals(self) || !"root".equals(self)) return null;
        return Path.of("").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.strip());
    }
}
