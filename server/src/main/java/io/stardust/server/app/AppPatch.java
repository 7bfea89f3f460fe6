package io.stardust.server.app;

import io.avaje.jsonb.Json;
import io.stardust.server.http.AddressList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit of an app; what is absent stays, an empty text or list clears.
 *
 * @param secretProved true: from now on nobody comes without a secret; false: until one is proved again
 */
@Json
public record AppPatch(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Boolean enabled,
        @Nullable List<String> allowAddresses,
        @Nullable List<String> denyAddresses,
        @Nullable String control,
        @Nullable String logClass,
        @Nullable Boolean secretProved) {
    App of(App before, LogClassNames classes, long now) {
        return new App(
                before.id(),
                before.projectId(),
                name == null ? before.name() : Bounds.name("name", name),
                displayName == null
                        ? before.displayName()
                        : Bounds.line("displayName", displayName, Bounds.DISPLAY_NAME),
                enabled == null ? before.enabled() : enabled,
                before.approved(),
                before.introduced(),
                addresses("allowAddresses", allowAddresses, before.allowAddresses()),
                addresses("denyAddresses", denyAddresses, before.denyAddresses()),
                control == null ? before.control() : Bounds.control("control", control),
                logClass == null ? before.logClass() : classes.checked("logClass", logClass),
                secretProved == null ? before.secretProved() : secretProved,
                before.lastLoginAt(),
                before.askedFrom(),
                before.askedAt(),
                before.revision() + 1,
                before.createdAt(),
                now);
    }

    private static @Nullable String addresses(String field, @Nullable List<String> wanted, @Nullable String before) {
        return wanted == null ? before : AddressList.text(field, wanted);
    }
}
