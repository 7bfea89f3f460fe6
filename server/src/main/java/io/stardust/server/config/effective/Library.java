package io.stardust.server.config.effective;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** All live sheets at one moment. Immutable while somebody resolves. */
public interface Library {
    /** The sheet of an app; null when it has none or is switched off. */
    @Nullable
    Sheet sheet(long appId);

    /** The sheet of the app of that name; null when there is none. */
    @Nullable
    Sheet sheet(String app);

    /** Sheets that others inherit without quoting them, by name. */
    Collection<Sheet> globals();
}
