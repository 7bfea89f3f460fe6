package io.stardust.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a list. */
public interface Page<T> {
    List<T> items();

    /** Where the list goes on: the cursor of the next page; null at its end. */
    @Nullable
    Long next();
}
