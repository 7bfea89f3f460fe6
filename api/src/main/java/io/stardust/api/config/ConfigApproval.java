package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the draft of an app may be published as it is.
 *
 * @param required whether the project asks for an approval
 * @param draft tells this draft from any other; absent when nothing waits
 * @param editors who edited it, as in the change table; none of them may approve it
 * @param approvedBy who approved just this draft; absent: nobody
 * @param approvedAt when, epoch ms
 */
@Json
public record ConfigApproval(
        boolean required,
        @Nullable String draft,
        List<String> editors,
        @Nullable String approvedBy,
        @Nullable Long approvedAt) {
    public ConfigApproval {
        editors = Given.list(editors);
    }
}
