package io.stardust.cli.access;

import io.stardust.cli.http.Api;
import io.stardust.cli.http.Named;
import org.jspecify.annotations.Nullable;

/** Finds projects by what people call them. */
public final class Projects {
    private Projects() {}

    /** The project that {@code word} names or numbers. */
    public static Project find(Api api, String word) {
        return Named.find(
                "project",
                word,
                id -> api.find("/projects/" + id).map(reply -> reply.as(Project.class)),
                name -> api.list(Api.query("/projects", "q", name), 1000).as(ProjectPage.class));
    }

    /** Its id; null for no word. */
    public static @Nullable Long id(Api api, @Nullable String word) {
        return word == null ? null : Long.valueOf(find(api, word).id());
    }
}
