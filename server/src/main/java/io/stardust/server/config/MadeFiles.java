package io.stardust.server.config;

import io.stardust.api.config.ConfigCheck;
import io.stardust.server.config.effective.Effective;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The files that are made of config; whoever makes them is above. Thread-safe. */
public interface MadeFiles {
    /** No files are made of config. */
    MadeFiles NONE = (_, _) -> new Effects(List.of(), List.of());

    /** What a publish would do to them; reads with {@code sql} alone. */
    Effects tried(Handle sql, Trial trial);

    /** @param problems those that there are by this publish alone */
    record Effects(List<ConfigCheck.Problem> problems, List<ConfigCheck.File> files) {}

    /** A publish that is tried. */
    interface Trial {
        /** Whose config it is. */
        long appId();

        /** Whether what is of that project may be told of. */
        boolean shows(long projectId);

        /** Whether what an app gets may be made of it. */
        boolean mayRead(long appId);

        /** What an app gets now in a scope; null when it has no config. */
        @Nullable
        Effective before(long appId, String scope);

        /** What it would get. */
        @Nullable
        Effective after(long appId, String scope);
    }
}
