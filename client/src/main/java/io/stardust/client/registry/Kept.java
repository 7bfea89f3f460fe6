package io.stardust.client.registry;

import io.stardust.client.disk.Shelf;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.protocol.registry.ServiceState;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The last known providers of each service on disk, for a start without a server. Thread-safe. */
final class Kept {
    private final Shelf shelf;

    Kept(Shelf shelf) {
        this.shelf = shelf;
    }

    @Nullable
    ServiceState load(String service) {
        byte[] json = shelf.read(file(service));
        if (json == null) return null;
        try {
            ServiceState state = Json.WIRE.read(json, ServiceState.class);
            return service.equals(state.service()) ? state : null;
        } catch (Json.BadJson | NullPointerException e) { // torn by a disk that lost power, or not ours
            Registry.LOG.log(Level.WARNING, "the kept providers of " + service + " cannot be read: " + e.getMessage());
            return null;
        }
    }

    /** Keeps {@code state}, but no empty one: an old address is worth more than none. */
    void store(ServiceState state) {
        if (!state.providers().isEmpty()) shelf.write(file(state.service()), Json.WIRE.bytes(state));
    }

    private static String file(String service) {
        return Hashes.sha256Hex(service.getBytes(StandardCharsets.UTF_8)).substring(0, 32) + ".json";
    }
}
