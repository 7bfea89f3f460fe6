package io.stardust.server.registry;

import io.avaje.jsonb.Json;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a provider offers, as it was registered. Immutable; a line of the journal.
 *
 * @param id unique on the server, grows
 * @param owner by whose signs of life it stays: an instance's key, or that of a placement
 * @param run of the process, as our agent named it; null: another started it
 * @param sdk true when its owner keeps the period that it was told
 * @param lease seconds without a sign of life after which it is over, as its owner asked; 0: what is usual
 * @param address where it is called; commas between several
 * @param external as seen from outside; null: none
 * @param origin the address as it was sent
 * @param health path or URL that the server asks; null: none
 * @param metadata in the order of its names
 * @param from where the registration came from
 * @param createdAt epoch ms
 * @param updatedAt epoch ms, when something of it changed last
 */
@Json
record Registration(
        long id,
        String service,
        long appId,
        String app,
        long projectId,
        String client,
        String owner,
        @Nullable String run,
        boolean sdk,
        int lease,
        @Nullable Long nodeId,
        @Nullable String node,
        @Nullable String version,
        String address,
        @Nullable String external,
        @Nullable String origin,
        @Nullable String scope,
        @Nullable String tag,
        int weight,
        @Nullable String zone,
        @Nullable String health,
        Map<String, String> metadata,
        String from,
        long createdAt,
        long updatedAt) {
    Registration {
        metadata = metadata == null || metadata.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** Within a service, by what it is known. */
    record Key(long appId, String client) {}

    Key key() {
        return new Key(appId, client);
    }

    /** The same under another number, with other times. */
    Registration as(long otherId, long created, long updated) {
        return new Registration(
                otherId, service, appId, app, projectId, client, owner, run, sdk, lease, nodeId, node, version, address,
                external, origin, scope, tag, weight, zone, health, metadata, from, created, updated);
    }

    /** The same, kept by the signs of life of another. */
    Registration ownedBy(String other) {
        return new Registration(
                id, service, appId, app, projectId, client, other, run, sdk, lease, nodeId, node, version, address,
                external, origin, scope, tag, weight, zone, health, metadata, from, createdAt, updatedAt);
    }

    /** The same, over after so many seconds without a sign of life. */
    Registration leased(int seconds) {
        return new Registration(
                id, service, appId, app, projectId, client, owner, run, sdk, seconds, nodeId, node, version, address,
                external, origin, scope, tag, weight, zone, health, metadata, from, createdAt, updatedAt);
    }

    /** True when {@code other} says the same, numbers and times aside. */
    boolean says(Registration other) {
        return as(other.id, other.createdAt, other.updatedAt).equals(other);
    }
}
