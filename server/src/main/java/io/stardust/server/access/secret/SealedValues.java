package io.stardust.server.access.secret;

import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** A place in the database that holds sealed texts. */
@FunctionalInterface
public interface SealedValues {
    /** Replaces each sealed text by what {@code again} makes of it, and says how many there were. */
    int reseal(Handle sql, UnaryOperator<String> again);
}
