package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The config of one app.
 *
 * @param enabled false: its apps are refused their config, and nobody inherits it
 * @param share who may quote it or refer to it: {@code none}, {@code project}, {@code all}
 * @param global whether all who may quote it inherit it without doing so
 * @param readOnly whether apps may add missing keys themselves
 * @param quotes names of the apps it inherits from, the first one first
 * @param release number of the release that is live; 0: none yet
 * @param items how many items are live
 * @param drafts how many edits wait to be published
 * @param added how many of those are of an item that is not live yet
 * @param gray whether some instances have a release before the others
 * @param publishAt when the draft is published by itself, epoch ms; absent: it is not
 * @param revision for {@code If-Match}
 */
@Json
public record ConfigSheetView(
        long appId,
        String app,
        long projectId,
        boolean enabled,
        String share,
        boolean global,
        boolean readOnly,
        List<String> quotes,
        long release,
        long items,
        long drafts,
        long added,
        boolean gray,
        @Nullable Long publishAt,
        @Nullable String publishMessage,
        long revision) {
    public ConfigSheetView {
        quotes = Given.list(quotes);
    }
}
