package io.stardust.server.change;

import io.avaje.jsonb.Json;
import io.stardust.protocol.Json.BadJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Change} as the people face shows it; {@code before} and {@code after} are JSON objects.
 *
 * @param address from where; null when no request asked for it
 * @param act the id of the first change of the same request
 * @param subjectName what the thing is called; null when it has no name
 * @param deploymentName of the deployment it is about; null when about none, or that is gone
 * @param nodeName as of the deployment
 * @param fromVersion of the release that was chosen before; null when it is about no other release
 * @param toVersion as before, afterwards
 */
@Json
public record ChangeView(
        long id,
        long at,
        String actor,
        @Nullable String address,
        @Nullable Long projectId,
        String kind,
        String subjectKind,
        String subjectId,
        long act,
        @Nullable String subjectName,
        @Nullable Long deploymentId,
        @Nullable String deploymentName,
        @Nullable Long nodeId,
        @Nullable String nodeName,
        @Nullable String fromVersion,
        @Nullable String toVersion,
        @Json.Raw @Nullable String before,
        @Json.Raw @Nullable String after) {
    static ChangeView of(Change change, ChangeNames.Around around) {
        return new ChangeView(
                change.id(),
                change.at().toEpochMilli(),
                change.actor(),
                change.address(),
                change.projectId(),
                change.kind(),
                change.subjectKind(),
                change.subjectId(),
                change.act(),
                name(change),
                change.deploymentId(),
                around.deploymentName(),
                around.nodeId(),
                around.nodeName(),
                around.fromVersion(),
                around.toVersion(),
                ascii(change.before()),
                ascii(change.after()));
    }

    /** The same without what it was before and after, which is to be asked for. */
    public static ChangeView brief(Change change) {
        return new ChangeView(
                change.id(),
                change.at().toEpochMilli(),
                change.actor(),
                change.address(),
                change.projectId(),
                change.kind(),
                change.subjectKind(),
                change.subjectId(),
                change.act(),
                name(change),
                change.deploymentId(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The name in what it was, or in what it became. */
    static @Nullable String name(Change change) {
        @Nullable String json = change.after() == null ? change.before() : change.after();
        String field = change.subjectKind().equals("config") ? "app" : "name";
        if (json == null || !json.contains('"' + field + '"')) return null;
        return fields(json).get(field) instanceof String name ? name : null;
    }

    /**
     * What {@code json} says of the thing; nothing when a version wrote it otherwise: the change itself still counts.
     */
    static Map<?, ?> fields(@Nullable String json) {
        if (json == null) return Map.of();
        try {
            @Nullable Object read = io.stardust.protocol.Json.PEOPLE.readAny(json.getBytes(StandardCharsets.UTF_8));
            return read instanceof Map<?, ?> map ? map : Map.of();
        } catch (BadJson _) {
            return Map.of();
        }
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
