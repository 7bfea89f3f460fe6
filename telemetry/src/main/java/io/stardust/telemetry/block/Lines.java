package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import java.io.IOException;

/** Gives back the lines of a block. */
interface Lines {
    /** Appends line {@code line} to {@code out}. */
    void put(int line, ByteSink out) throws IOException;

    /** Whether some line may have the word {@code token}, a variable in lower case; true when that is not known. */
    boolean mayHave(byte[] token) throws IOException;
}
