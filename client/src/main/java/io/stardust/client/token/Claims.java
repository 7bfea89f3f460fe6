package io.stardust.client.token;

import io.stardust.client.token.TokenException.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says whose signature is right. Times in epoch seconds.
 *
 * @param audience Apps that may be called; null = all of the project.
 * @param scopes Null = all.
 */
record Claims(
        String app,
        @Nullable String project,
        Set<String> audience,
        @Nullable Set<String> scopes,
        @Nullable String id,
        long issued,
        long expires) {

    static Claims of(Map<?, ?> json) throws TokenException {
        String app = text(json, "sub");
        if (!"stardust".equals(json.get("iss")) || app == null || !(json.get("exp") instanceof Number expires)) {
            throw new TokenException(
                    Reason.MALFORMED, "the service token is malformed: iss, sub or exp is not as ours are");
        }
        long issued = json.get("iat") instanceof Number number ? number.longValue() : 0;
        Set<String> scopes = json.get("scp") instanceof String words ? scopes(words) : null;
        return new Claims(
                app,
                text(json, "prj"),
                audience(json.get("aud")),
                scopes,
                text(json, "jti"),
                issued,
                expires.longValue());
    }

    private static Set<String> scopes(String words) {
        Set<String> scopes = new HashSet<>(List.of(words.split(" ", -1)));
        scopes.remove("");
        return scopes;
    }

    private static Set<String> audience(@Nullable Object told) {
        if (told == null) return Set.of();
        Set<String> apps = new HashSet<>();
        for (Object each : told instanceof List<?> list ? list : List.of(told)) apps.add(String.valueOf(each));
        return apps;
    }

    private static @Nullable String text(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }
}
