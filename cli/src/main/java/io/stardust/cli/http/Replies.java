package io.stardust.cli.http;

import io.stardust.api.Page;
import io.stardust.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The pages of one list. Immutable. */
public final class Replies {
    private final List<Reply> pages;
    private final int limit;

    Replies(List<Reply> pages, int limit) {
        this.pages = List.copyOf(pages);
        this.limit = limit;
    }

    /** The items of all pages as records. */
    public <T, P extends Page<T>> List<T> as(Class<P> page) {
        List<T> all = new ArrayList<>();
        for (Reply reply : pages) all.addAll(reply.as(page).items());
        return all.subList(0, Math.min(limit, all.size()));
    }

    /** As {@link #as(Class)}, of a page that goes on by a text. */
    public <T, P> List<T> as(Class<P> page, Function<P, List<T>> items) {
        List<T> all = new ArrayList<>();
        for (Reply reply : pages) all.addAll(items.apply(reply.as(page)));
        return all.subList(0, Math.min(limit, all.size()));
    }

    /** The items of all pages as maps, lists and scalars. */
    public List<Object> items() {
        List<Object> all = new ArrayList<>();
        for (Reply reply : pages) {
            if (reply.any() instanceof Map<?, ?> map && map.get("items") instanceof List<?> items) all.addAll(items);
        }
        return all.subList(0, Math.min(limit, all.size()));
    }

    /** The items of all pages as one {@code {"items": […]}}, indented. */
    public String pretty() {
        return Json.TOLERANT.pretty(Map.of("items", items()));
    }
}
