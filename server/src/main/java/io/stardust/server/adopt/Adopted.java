package io.stardust.server.adopt;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.LocalDetail;
import io.stardust.server.access.secret.Secrets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A local service that was made a placement, and how the packing of its folder goes. Immutable.
 *
 * @param told what its agent told of it, a {@link LocalDetail}, sealed; null: nothing
 * @param ticket SHA-256 of the one that a package may be sent with; null: none is good
 * @param actor who has it packed, as in the change table
 * @param releaseId that was made of its folder; null: none yet
 * @param begunAt when the packing began, epoch ms
 * @param heardAt when its agent last told how far it is, epoch ms
 */
public record Adopted(
        long placementId,
        long deploymentId,
        long nodeId,
        String service,
        @Nullable String told,
        State state,
        @Nullable String ticket,
        @Nullable String version,
        @Nullable String note,
        String actor,
        long userId,
        String userName,
        long files,
        long bytes,
        long totalBytes,
        @Nullable String leftOut,
        @Nullable String reason,
        @Nullable Long releaseId,
        long begunAt,
        long heardAt) {
    /** So long an agent may say nothing; a single large file takes a while. */
    static final Duration SILENCE = Duration.ofMinutes(5);
    /** So long a ticket is good. */
    static final Duration LIFE = Duration.ofHours(1);

    /** How far the packing is. */
    public enum State {
        /** Nobody asked for it. */
        NONE,
        /** The agent packs. */
        PACKING,
        /** The package comes in. */
        UPLOADING,
        /** A release was made of it. */
        DONE,
        /** There is no package. */
        FAILED
    }

    /** Whether the packing goes on, as far as is known. */
    boolean goesOn(long now) {
        boolean open = state == State.PACKING || state == State.UPLOADING;
        return open && !silent(now);
    }

    private boolean silent(long now) {
        return now - heardAt > SILENCE.toMillis() || now - begunAt > LIFE.toMillis();
    }

    /** As it is at {@code now}: one that is not heard of any more has failed. */
    State stateAt(long now) {
        return (state == State.PACKING || state == State.UPLOADING) && silent(now) ? State.FAILED : state;
    }

    /** What its agent told of it. */
    Optional<LocalDetail> detail(Secrets secrets) {
        return Optional.ofNullable(told).map(text -> Json.WIRE.read(secrets.open(text), LocalDetail.class));
    }

    @Override
    public String toString() {
        return "Adopted[placement %d, %s, %s]".formatted(placementId, service, state);
    }
}
