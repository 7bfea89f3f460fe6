package io.stardust.server.config;

import io.stardust.protocol.Json;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Resolver;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.scope.NodeLabels;
import io.stardust.server.instance.Instance;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What apps get, worked out once for each app and scope and kept until something it was made of changes. Thread-safe.
 */
final class Delivery {
    /** Apps times scopes that are kept; the rest are answered as well, but worked out each time. */
    private static final int MOST = 20_000;

    private final Sheets sheets;
    private final Secrets secrets;
    private final NodeLabels labels;
    private final Map<Asked, Kept> kept = new ConcurrentHashMap<>();

    Delivery(Sheets sheets, Secrets secrets, NodeLabels labels) {
        this.sheets = sheets;
        this.secrets = secrets;
        this.labels = labels;
    }

    /** @param gray whether with the gray release of the app */
    private record Asked(long appId, String scope, boolean gray) {}

    /** What an app gets for a scope. */
    static final class Kept {
        final Effective effective;
        /** Without internal keys. */
        final Map<String, String> values;
        /** Number of the app's release that it is of. */
        final long release;
        /** Whether with the gray release. */
        final boolean gray;

        private volatile long turn;

        private volatile byte @Nullable [] json;

        /** As clients count. */
        long version() {
            return effective.stamp();
        }

        /** The values as JSON, made once. */
        byte[] json() {
            byte @Nullable [] made = json;
            if (made == null) {
                made = Json.WIRE.bytes(values);
                json = made;
            }
            return made;
        }

        private Kept(Effective effective, long release, boolean gray, long turn) {
            this.effective = effective;
            this.release = release;
            this.gray = gray;
            this.turn = turn;
            Map<String, String> shown = new TreeMap<>();
            effective.values().forEach((key, value) -> {
                if (!Item.isInternal(key)) shown.put(key, value.text());
            });
            this.values = shown;
        }
    }

    /** Ids of the apps that have asked, as far as they are kept. */
    Set<Long> readers() {
        Set<Long> readers = new HashSet<>();
        for (Asked asked : kept.keySet()) readers.add(asked.appId());
        return readers;
    }

    /** Ids of those of them whose config was made of the sheet of {@code source}. */
    Set<Long> readersOf(long source) {
        Set<Long> readers = new HashSet<>();
        kept.forEach((asked, known) -> {
            if (known.effective.sources().containsKey(source)) readers.add(asked.appId());
        });
        return readers;
    }

    /** The gray release that {@code who} has; null: none. */
    @Nullable
    Gray gray(Instance who) {
        Sheets.@Nullable Held held = sheets.held(who.appId());
        @Nullable Gray gray = held == null ? null : held.gray();
        return gray != null && gray.takes(who, labels) ? gray : null;
    }

    /** What {@code who} gets in {@code scope}; null when its app has no sheet, or that is switched off. */
    @Nullable
    Kept of(Instance who, String scope) {
        return of(who.appId(), scope, gray(who));
    }

    /** What the app gets in {@code scope}; null likewise. */
    @Nullable
    Kept of(long appId, String scope) {
        return of(appId, scope, null);
    }

    private @Nullable Kept of(long appId, String scope, @Nullable Gray gray) {
        long turn = sheets.turn(); // before: what changes meanwhile makes another turn
        var asked = new Asked(appId, Item.scope(scope), gray != null);
        @Nullable Kept known = kept.get(asked);
        if (known != null && (known.turn == turn || holds(known, turn, appId, gray))) return known;
        Sheets.@Nullable Held held = sheets.held(appId);
        if (held == null) {
            kept.remove(asked);
            return null;
        }
        Sheet live = held.sheet();
        Sheet own = gray == null ? live : live.with(gray.edits(), Math.max(live.stamp(), gray.stamp()));
        Effective effective = new Resolver(sheets, new Opening(secrets)).of(own, asked.scope());
        Kept made = new Kept(effective, held.number(), asked.gray(), turn);
        if (kept.size() < MOST || known != null) kept.put(asked, made);
        return made;
    }

    /**
     * Sheets that it was not made of do not matter: a change of who inherits from whom draws a stamp for the reader.
     */
    private boolean holds(Kept known, long turn, long appId, @Nullable Gray gray) {
        for (Map.Entry<Long, Long> source : known.effective.sources().entrySet()) {
            @Nullable Sheet sheet = sheets.sheet(source.getKey());
            if (sheet == null) return false;
            long stamp = sheet.stamp();
            if (gray != null && source.getKey() == appId) stamp = Math.max(stamp, gray.stamp());
            if (stamp != source.getValue()) return false;
        }
        known.turn = turn;
        return true;
    }
}
