package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigEdits;
import io.stardust.api.config.ConfigItemPage;
import io.stardust.api.config.ConfigItemView;
import io.stardust.api.config.ConfigSheetView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Replies;
import io.stardust.cli.http.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for the config of apps, and edits it. All functions are stateless. */
final class ConfigApi {
    /** As many items as an app may have. */
    static final int MOST = 10_000;

    /** What the server searches for at most. */
    private static final int SEARCHED = 200;

    private ConfigApi() {}

    static String path(AppView app) {
        return "/apps/%d/config".formatted(app.id());
    }

    static ConfigSheetView sheet(Api api, AppView app) {
        return api.get(path(app)).as(ConfigSheetView.class);
    }

    /** Items as they will be once the draft is published, by key and scope. */
    static Replies items(Api api, AppView app, @Nullable String q) {
        return api.listAfter(Api.query(path(app) + "/items", "q", q), MOST);
    }

    static List<ConfigItemView> views(Replies items) {
        return items.as(ConfigItemPage.class, ConfigItemPage::items);
    }

    /** The item of exactly this key and scope. */
    static Optional<ConfigItemView> item(Api api, AppView app, String key, @Nullable String scope) {
        String q = key.length() > SEARCHED ? key.substring(0, SEARCHED) : key;
        return views(items(api, app, q)).stream()
                .filter(item -> item.key().equals(key) && item.scope().equals(scope(scope)))
                .findFirst();
    }

    /** As the server writes it; absent: of every scope. */
    static String scope(@Nullable String scope) {
        return scope == null ? "" : scope.strip().toLowerCase(Locale.ROOT);
    }

    static Failure noItem(AppView app, String key, @Nullable String scope) {
        String of = scope(scope);
        return Failure.notFound("no item %s%s in the config of app %s"
                        .formatted(key, of.isEmpty() ? "" : " of scope " + of, app.name()))
                .next("stardust config items " + app.name());
    }

    /** All of the edits are taken, or none. */
    static Reply edit(Api api, AppView app, List<ConfigEdit> edits) {
        return api.post(path(app) + "/draft", new ConfigEdits(edits));
    }

    /** What an edit says when it is done: what waits, and how it becomes live. */
    static String waits(ConfigSheetView sheet) {
        if (sheet.drafts() == 0) return "app %s has no unpublished edits".formatted(sheet.app());
        return "%d unpublished %s; publish with: stardust config publish %s"
                .formatted(sheet.drafts(), sheet.drafts() == 1 ? "edit" : "edits", sheet.app());
    }
}
