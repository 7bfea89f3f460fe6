package io.stardust.server.agent;

import io.stardust.api.agent.AgentReleasePatch;
import io.stardust.protocol.Versions;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.file.Blob;
import io.stardust.server.file.BlobStore;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAgentStore;
import io.stardust.server.node.NodeAgentStore.Asker;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes versions of the agent in, and says which one a node or a new machine is to have. Thread-safe. */
public final class AgentReleases {
    private static final Logger LOG = LoggerFactory.getLogger(AgentReleases.class);
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}");
    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.]{0,49}");
    private static final int NOTE = 2_000;
    /** Of our agent's package some 45 MB are used. */
    public static final long MAX_BYTES = 256L << 20;

    private final Database db;
    private final Changes changes;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final AgentReleaseStore store = new AgentReleaseStore();
    private final NodeAgentStore agents = new NodeAgentStore();

    public AgentReleases(Database db, Changes changes, BlobStore blobs, InstantSource clock) {
        this.db = db;
        this.changes = changes;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** What somebody says about a package they send; the text is not checked yet. */
    record Upload(
            @Nullable String version,
            @Nullable String channel,
            @Nullable String product,
            @Nullable String platform,
            @Nullable String note) {}

    List<AgentRelease> page(long cursor, int limit) {
        return db.read(sql -> store.page(sql, cursor, limit));
    }

    AgentRelease get(long id) {
        return db.read(sql -> store.find(sql, id)).orElseThrow(() -> new NotFound("agent release", id));
    }

    /**
     * Takes a package; the row is written last, so that a cut upload leaves none.
     *
     * @param announced bytes, -1 when not said
     */
    AgentRelease upload(Caller caller, Upload upload, long announced, InputStream in) {
        return take(caller.actor(), caller.name(), upload, announced, in);
    }

    /** As above, in the name of {@code by}. */
    AgentRelease take(String actor, String by, Upload upload, long announced, InputStream in) {
        Upload checked = checked(upload);
        String version = String.valueOf(checked.version());
        String product = String.valueOf(checked.product());
        String platform = String.valueOf(checked.platform());
        db.read(sql -> {
            refuseTaken(store.find(sql, product, version, platform));
            return null;
        });
        Blob blob = blobs.put(beginningRight(in, product), announced, MAX_BYTES);
        return changes.write(actor, tx -> {
            refuseTaken(store.find(tx.sql(), product, version, platform));
            var release = new AgentRelease(
                    tx.nextId("agent_release"),
                    version,
                    String.valueOf(checked.channel()),
                    product,
                    platform,
                    true,
                    blob.sha256(),
                    blob.md5(),
                    blob.size(),
                    checked.note(),
                    by,
                    1,
                    tx.now().toEpochMilli());
            store.insert(tx.sql(), release);
            tx.record("agentRelease.created", null, release.id(), null, release.view());
            LOG.info("agent {} for {} is there, in {}", version, platform, release.channel());
            return release;
        });
    }

    /** True when our agent of that version and platform is there. */
    boolean has(String version, String platform) {
        return db.read(sql -> store.find(sql, AgentRelease.OURS, version, platform))
                .isPresent();
    }

    private static void refuseTaken(Optional<AgentRelease> there) {
        if (there.isEmpty()) return;
        throw new Conflict("version: %s for %s is there already; releases never change"
                .formatted(there.get().version(), there.get().platform()));
    }

    private static Upload checked(Upload upload) {
        String version = Check.text("version", upload.version(), 64);
        if (!VERSION.matcher(version).matches()) throw new Invalid("version", version, "such as 4.0.1");
        String product = upload.product() == null ? AgentRelease.OURS : upload.product();
        if (!PRODUCT.matcher(product).matches()) throw new Invalid("product", product, "letters, digits, '_', '.'");
        String platform = upload.platform() == null ? "linux-x64" : upload.platform();
        boolean any = platform.equals("any");
        if (!Platforms.NAME.matcher(platform).matches() || (any && product.equals(AgentRelease.OURS))) {
            throw new Invalid("platform", platform, "such as linux-x64 or linux-arm64");
        }
        String channel = Channels.checked(upload.channel() == null ? "Release" : upload.channel());
        return new Upload(version, channel, product, platform, Check.optionalText("note", upload.note(), NOTE));
    }

    /** Ours come as tar.gz; other agents take a zip alone. */
    private static InputStream beginningRight(InputStream in, String product) {
        var body = new PushbackInputStream(in, 2);
        byte[] head;
        try {
            head = body.readNBytes(2);
            body.unread(head);
        } catch (IOException e) {
            throw new Invalid("body: ended early (" + e.getMessage() + ")");
        }
        boolean ours = product.equals(AgentRelease.OURS);
        byte first = ours ? (byte) 0x1f : (byte) 'P';
        byte second = ours ? (byte) 0x8b : (byte) 'K';
        if (head.length < 2 || head[0] != first || head[1] != second) {
            throw new Invalid("body", "something else", ours ? "a .tar.gz, as made by ./stardust package" : "a .zip");
        }
        return body;
    }

    AgentRelease edit(Caller caller, long id, AgentReleasePatch patch, long seen) {
        return changes.write(caller.actor(), tx -> {
            AgentRelease before = store.find(tx.sql(), id).orElseThrow(() -> new NotFound("agent release", id));
            if (seen >= 0 && seen != before.revision())
                throw new Outdated("agent release", id, seen, before.revision());
            var after = new AgentRelease(
                    id,
                    before.version(),
                    patch.channel() == null ? before.channel() : Channels.checked(patch.channel()),
                    before.product(),
                    before.platform(),
                    patch.enabled() == null ? before.enabled() : patch.enabled(),
                    before.sha256(),
                    before.md5(),
                    before.size(),
                    patch.note() == null ? before.note() : Check.optionalText("note", patch.note(), NOTE),
                    before.createdBy(),
                    before.revision() + 1,
                    before.createdAt());
            store.update(tx.sql(), after);
            tx.record("agentRelease.updated", null, id, before.view(), after.view());
            return after;
        });
    }

    /** Nodes that run it run on; its package is removed with those that no release names any more. */
    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            AgentRelease gone = store.find(tx.sql(), id).orElseThrow(() -> new NotFound("agent release", id));
            store.delete(tx.sql(), id);
            return tx.record("agentRelease.deleted", null, id, gone.view(), null);
        });
    }

    /** The newest of our agent for a platform, as who follows {@code channel} gets it. */
    Optional<AgentRelease> newest(String platform, String channel) {
        return newest(db.read(sql -> store.enabled(sql, AgentRelease.OURS)), platform, channel);
    }

    /** The newest of our agent for each platform. */
    List<AgentRelease> newestOfAll(String channel) {
        List<AgentRelease> all = db.read(sql -> store.enabled(sql, AgentRelease.OURS));
        return all.stream()
                .map(AgentRelease::platform)
                .distinct()
                .sorted()
                .flatMap(platform -> newest(all, platform, channel).stream())
                .toList();
    }

    private static Optional<AgentRelease> newest(List<AgentRelease> all, String platform, String channel) {
        return all.stream()
                .filter(release -> release.platform().equals(platform)
                        || release.platform().equals("any"))
                .filter(release -> Channels.offers(channel, release.channel()))
                .max(Comparator.comparing(AgentRelease::version, Versions::compare));
    }

    /**
     * The version that {@code node} shall move to; empty when it has the newest. Other agents are told of one once:
     * they try again for ever.
     *
     * @param channel as the node says; null: as it said last
     * @param failed versions that the node says do not work there
     */
    Optional<AgentRelease> offer(Node node, @Nullable String channel, Set<String> failed) {
        return db.write(sql -> {
            Optional<Asker> asker = agents.asker(sql, node.id());
            if (asker.isEmpty()) return Optional.empty();
            @Nullable String before = asker.get().channel();
            String followed =
                    Channels.named(channel).or(() -> Channels.named(before)).orElse("Release");
            long now = clock.millis();
            agents.asked(sql, node.id(), followed, now);
            String product = node.foreign() ? asker.get().product() : AgentRelease.OURS;
            if (node.foreign() && product.equals(AgentRelease.OURS)) return Optional.empty();
            Optional<AgentRelease> found = newest(
                            store.enabled(sql, product),
                            Platforms.of(asker.get().machine()),
                            followed)
                    .filter(release ->
                            node.version() == null || Versions.compare(release.version(), node.version()) > 0)
                    .filter(release -> !failed.contains(release.version()))
                    .filter(release -> !node.foreign()
                            || !release.version().equals(asker.get().offered()));
            found.ifPresent(release -> agents.offered(sql, node.id(), release.version(), now));
            return found;
        });
    }

    /** The package called {@code fileName}, of those that may be used. */
    Optional<Stored> file(String fileName) {
        Optional<AgentRelease> found = db.read(sql -> store.page(sql, 0, 10_000)).stream()
                .filter(release -> release.enabled() && release.fileName().equals(fileName))
                .findFirst();
        return found.flatMap(release -> blobs.find(release.sha256()).map(file -> new Stored(release, file)));
    }

    /** A package and where it lies. */
    record Stored(AgentRelease release, Path file) {}
}
