package io.stardust.agent.shipping;

import io.stardust.agent.supervise.output.OutputLog.Extent;
import io.stardust.agent.supervise.output.OutputLog.Piece;
import io.stardust.agent.supervise.output.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app writes in one place. Every byte has a place, counted from the first that was ever written there, so that
 * a cursor outlives rotation. Thread-safe.
 */
interface Source {
    long placement();

    /** For people. */
    String name();

    /** The app was removed: nothing is written any more. */
    boolean left();

    /** The file with the cursor. */
    Path cursor();

    /** Which file it is, for the cursor; null: what the app prints. */
    @Nullable
    FileMark mark();

    /** Another one says that there is something to look at. No wait. */
    long size();

    /** What there is now; {@link Extent#current} is where somebody begins who knows nothing. */
    Extent extent() throws IOException;

    /** The place of the first byte that can have been written since the machine was booted. */
    long sinceBoot() throws IOException;

    /** Who writes, as {@link io.stardust.agent.supervise.output.OutputLog#writers}. */
    List<Writer> writers() throws IOException;

    /** As {@link io.stardust.agent.supervise.output.OutputLog#copy}. */
    Piece copy(long from, byte[] bytes) throws IOException;

    /** So many bytes wait at most; of more the oldest are left out. */
    long most();
}
