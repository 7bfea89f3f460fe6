package io.stardust.server.deploy;

import io.stardust.api.deploy.ConfigTemplate;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.template.Templates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The templates of a deployment, between what people write and what is kept. Pure functions. */
final class ConfigTemplates {
    private ConfigTemplates() {}

    /**
     * What is kept of a list; null for an empty one.
     *
     * @throws Invalid with field, value and what was expected
     */
    static @Nullable String text(String field, List<ConfigTemplate> templates) {
        return Templates.text(
                field,
                templates.stream()
                        .map(one -> new Templates.Pair(one.template(), one.file()))
                        .toList());
    }

    /** As people see what is kept; null for none. */
    static @Nullable List<ConfigTemplate> of(@Nullable String kept) {
        if (kept == null) return null;
        return Templates.of(kept).stream()
                .map(one -> new ConfigTemplate(one.template(), one.file()))
                .toList();
    }
}
