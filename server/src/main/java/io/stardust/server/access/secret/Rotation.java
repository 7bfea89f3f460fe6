package io.stardust.server.access.secret;

import io.stardust.api.access.Rotated;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.Caller;
import java.util.List;

/** Replaces the key that seals secrets. Thread-safe. */
public final class Rotation {
    private final Secrets secrets;
    private final Changes changes;
    private final List<SealedValues> places;

    /** @param places all that hold sealed texts */
    public Rotation(Secrets secrets, Changes changes, List<SealedValues> places) {
        this.secrets = secrets;
        this.changes = changes;
        this.places = List.copyOf(places);
    }

    /** Makes a new key and seals all secrets with it, all or none; the old keys stay, since old backups need them. */
    synchronized Rotated rotate(Caller caller) {
        try {
            return changes.write(caller.actor(), this::rotate);
        } catch (IllegalStateException e) {
            throw new Conflict("nothing was changed: " + e.getMessage());
        }
    }

    private Rotated rotate(Tx tx) {
        String key = secrets.renew();
        int count = 0;
        for (SealedValues place : places) {
            count += place.reseal(tx.sql(), text -> secrets.seal(secrets.open(text)));
        }
        var rotated = new Rotated(key, count);
        tx.record("secrets.rotated", null, 0, null, rotated);
        return rotated;
    }
}
