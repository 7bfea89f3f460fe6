package io.stardust.server.config.store;

import io.stardust.server.config.effective.Share;
import org.jspecify.annotations.Nullable;

/**
 * The config of an app without its items. Immutable.
 *
 * @param readOnly whether apps may not add missing keys themselves
 * @param number of the live release; 0: none
 * @param stamp see {@link io.stardust.server.config.effective.Sheet}
 * @param publishAt when the draft is published by itself, epoch ms; null: it is not
 * @param publishBy whose act that is
 * @param revision grows with each edit of this row that people make
 */
public record SheetRow(
        long appId,
        String app,
        long projectId,
        boolean enabled,
        Share share,
        boolean global,
        boolean readOnly,
        long number,
        long stamp,
        @Nullable Long publishAt,
        @Nullable String publishBy,
        @Nullable String publishMessage,
        long revision,
        long createdAt,
        long updatedAt) {
    /** Of an app that has none yet. */
    public static SheetRow none(long appId, String app, long projectId, long now) {
        return new SheetRow(appId, app, projectId, true, Share.NONE, false, false, 0, 0, null, null, null, 0, now, now);
    }

    public SheetRow edited(
            boolean isEnabled, Share shared, boolean isGlobal, boolean isReadOnly, long newStamp, long now) {
        return new SheetRow(
                appId,
                app,
                projectId,
                isEnabled,
                shared,
                isGlobal,
                isReadOnly,
                number,
                newStamp,
                publishAt,
                publishBy,
                publishMessage,
                revision + 1,
                createdAt,
                now);
    }

    /** A publish is planned by {@code actor}; at null: none is any more. */
    public SheetRow planned(@Nullable Long at, @Nullable String actor, @Nullable String message, long now) {
        return new SheetRow(
                appId, app, projectId, enabled, share, global, readOnly, number, stamp, at, actor, message, revision,
                createdAt, now);
    }

    /** Everybody reads it anew. */
    public SheetRow stamped(long newStamp, long now) {
        return new SheetRow(
                appId,
                app,
                projectId,
                enabled,
                share,
                global,
                readOnly,
                number,
                newStamp,
                publishAt,
                publishBy,
                publishMessage,
                revision,
                createdAt,
                now);
    }

    public SheetRow published(long newNumber, long newStamp, long now) {
        return new SheetRow(
                appId, app, projectId, enabled, share, global, readOnly, newNumber, newStamp, null, null, null,
                revision, createdAt, now);
    }
}
