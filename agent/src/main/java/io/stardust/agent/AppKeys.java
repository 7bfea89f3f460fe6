package io.stardust.agent;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Modes;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.app.AppKeyAnswer;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.deploy.ServiceName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keys by which the apps of this node log in at the server: a file for each placement, that the app's user
 * alone may read. The file's time is when the key ends, so that there is nothing beside it that could say otherwise. A
 * key that cannot be had now keeps nothing from starting: it comes with a later pull. Once an hour the server is asked
 * whether a key still holds: people revoke keys, and a restored server knows nothing of late ones. For one thread.
 */
final class AppKeys {
    private static final Logger LOG = LoggerFactory.getLogger(AppKeys.class);
    /** The key before holds a day longer than the one that takes its place: time enough to be away. */
    private static final Duration EARLY = Duration.ofDays(3);

    private static final Duration CHECKED = Duration.ofHours(1);

    private final Layout layout;
    private final Door door;
    private final InstantSource clock;
    private final Map<Long, Instant> checked = new HashMap<>(); // by placement
    private boolean failing;

    /** Asks the server. */
    interface Door {
        /**
         * Returns a new key for the app of a placement of this node; without a secret if a key of it holds that ends at
         * {@code ends}, epoch ms; 0 = a new one in any case.
         */
        AppKeyAnswer appKey(long placementId, long ends) throws IOException;
    }

    AppKeys(Path data, Door door, InstantSource clock) {
        this.layout = new Layout(data);
        this.door = door;
        this.clock = clock;
    }

    /** Fetches what is missing or about to end; deletes what belongs to a placement that goes. */
    void tend(List<DeployInfo> desired) {
        boolean trouble = false;
        checked.keySet().retainAll(desired.stream().map(DeployInfo::id).collect(Collectors.toSet()));
        for (DeployInfo each : desired) {
            ServiceInfo service = each.service();
            // another server has no keys to give, and says no goal either
            if (each.id() <= 0 || each.desired() == null || service == null) continue;
            String name = service.name();
            if (name == null || !ServiceName.is(name)) continue;
            try {
                if (each.desired().equals("removed")) Files.deleteIfExists(layout.appKey(name));
                else if (!trouble) tend(each.id(), layout.appKey(name), service.userName());
            } catch (IOException | RuntimeException e) {
                trouble = true; // the others would fail alike
                if (!failing) LOG.warn("no key for {}, tried again with the next pull: {}", name, Trouble.words(e));
            }
        }
        failing = trouble;
    }

    private void tend(long placement, Path file, @Nullable String user) throws IOException {
        long ends = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? ends(file) : 0;
        if (ends != 0) {
            own(file, user);
            if (clock.instant().isBefore(checked.getOrDefault(placement, Instant.MIN))) return;
        }
        AppKeyAnswer key = door.appKey(placement, ends);
        String secret = key.secret();
        if (secret == null && ends == 0) throw new IOException("an answer without a key to the question for one");
        if (secret != null) write(file, secret, key.expires(), user);
        checked.put(placement, clock.instant().plus(CHECKED));
    }

    private static void write(Path file, String secret, long ends, @Nullable String user) throws IOException {
        Path folder = Layout.parent(file);
        Modes.makeFolder(folder);
        Modes.set(folder, "rwx--x--x"); // apps of other users reach their own file by its name
        String part = "." + file.getFileName() + ".part";
        try (Folder in = Folder.open(folder)) {
            Files.deleteIfExists(folder.resolve(part));
            try (FileChannel out = in.create(part, "r--------")) {
                ByteBuffer bytes = ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) out.write(bytes);
                out.force(true);
            }
        }
        Path made = folder.resolve(part);
        own(made, user);
        Files.setLastModifiedTime(made, FileTime.fromMillis(ends));
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** When the key in the file ends, epoch ms; 0 = so soon that another is due. */
    private long ends(Path file) throws IOException {
        long ends = Files.getLastModifiedTime(file).toMillis();
        return ends - clock.millis() < EARLY.toMillis() ? 0 : ends;
    }

    /** The folder is the agent's alone, so nobody can have put another file there. */
    private static void own(Path file, @Nullable String user) throws IOException {
        if (user == null || user.isBlank()) return;
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) return;
        UserPrincipal principal =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user.strip());
        if (!view.getOwner().equals(principal)) view.setOwner(principal);
    }
}
