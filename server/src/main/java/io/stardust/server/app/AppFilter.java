package io.stardust.server.app;

import io.stardust.server.db.Like;

/**
 * Which rows of a list somebody wants.
 *
 * @param q part of a name, in any case; empty for all
 * @param project 0 for all
 */
public record AppFilter(String q, long project) {
    /** {@code q} as a pattern of SQL's like with {@code !} as the escape. */
    public String pattern() {
        return Like.containing(q);
    }
}
