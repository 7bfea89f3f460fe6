package io.stardust.server.change;

import io.avaje.jsonb.Json;
import io.stardust.server.change.ChangeStore.Filter;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who changed what, when: the newest first. */
public final class ChangeRoutes {
    private final ChangeStore store;

    public ChangeRoutes(ChangeStore store) {
        this.store = store;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/changes", Need.VIEWER, this::list);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        @Nullable String subject = call.query("subject").orElse(null);
        int colon = subject == null ? -1 : subject.indexOf(':');
        if (subject != null && colon < 1) throw new Invalid("subject", subject, "kind:id, such as deployment:7");
        var filter = new Filter(
                call.queryId("project").orElse(null),
                call.query("kind").orElse(null),
                subject == null ? null : subject.substring(0, colon),
                subject == null ? null : subject.substring(colon + 1));
        List<Change> found = store.page(call.visible(), filter, call.cursor(), limit + 1);
        List<ChangeView> items = found.stream().limit(limit).map(ChangeView::of).toList();
        boolean more = found.size() > limit;
        return Answer.of(new ChangePage(items, more ? items.getLast().id() : null));
    }

    /** A {@link Change}; {@code before} and {@code after} are JSON objects. */
    @Json
    record ChangeView(
            long id,
            long at,
            String actor,
            @Nullable Long projectId,
            String kind,
            String subjectKind,
            String subjectId,
            @Json.Raw @Nullable String before,
            @Json.Raw @Nullable String after) {
        static ChangeView of(Change change) {
            return new ChangeView(
                    change.id(),
                    change.at().toEpochMilli(),
                    change.actor(),
                    change.projectId(),
                    change.kind(),
                    change.subjectKind(),
                    change.subjectId(),
                    ascii(change.before()),
                    ascii(change.after()));
        }

        /** The codec writes raw text byte by byte, which breaks what is not ASCII; escaped it means the same. */
        private static @Nullable String ascii(@Nullable String json) {
            if (json == null || json.chars().allMatch(c -> c < 0x80)) return json;
            var escaped = new StringBuilder(json.length() + 64);
            json.chars().forEach(c -> {
                if (c < 0x80) escaped.append((char) c);
                else escaped.append("\\u%04x".formatted(c));
            });
            return escaped.toString();
        }
    }

    @Json
    record ChangePage(List<ChangeView> items, @Nullable Long next) {}
}
