package io.stardust.server.access.secret;

import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** A place in the database that holds sealed texts. */
public interface SealedValues {
    /** How many there are; looks through all of them. */
    long count(Handle sql);

    /** Replaces each sealed text by what {@code again} makes of it, and says how many there were. */
    int reseal(Handle sql, UnaryOperator<String> again);
}
