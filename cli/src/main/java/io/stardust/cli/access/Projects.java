package io.stardust.cli.access;

import io.stardust.api.access.ProjectPage;
import io.stardust.api.access.ProjectView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Naming;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds projects by what people call them. */
public final class Projects {
    private static final Naming<ProjectView> NAMING = new Naming<>("project", ProjectView::id, ProjectView::name);

    private Projects() {}

    /** The project that {@code word} names or numbers. */
    public static ProjectView find(Api api, String word) {
        return NAMING.find(
                word,
                id -> api.find("/projects/" + id).map(reply -> reply.as(ProjectView.class)),
                name -> api.list(Api.query("/projects", "q", name), 1000).as(ProjectPage.class));
    }

    /** The names of all that may be seen, by their ids. */
    public static Map<Long, String> names(Api api) {
        return api.list("/projects", 1000).as(ProjectPage.class).stream()
                .collect(Collectors.toMap(ProjectView::id, ProjectView::name));
    }

    /** Its id; null for no word. */
    public static @Nullable Long id(Api api, @Nullable String word) {
        return word == null ? null : Long.valueOf(find(api, word).id());
    }
}
