package io.stardust.server.config;

import io.stardust.api.config.ConfigEdits;
import io.stardust.api.config.ConfigGrayPromotion;
import io.stardust.api.config.ConfigGrayTarget;
import io.stardust.api.config.ConfigReleasePage;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.ConfigSheetPatch;
import io.stardust.api.config.ConfigSheetView;
import io.stardust.api.config.NewConfigGray;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.api.config.RevealSecret;
import io.stardust.server.config.store.ReleaseRow;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The config of apps on the people face. */
final class ConfigRoutes {
    private static final int MAX_Q = 200;
    private static final int MAX_EDITS = 24 << 20; // bytes
    private static final int MAX_PLACE = ValueCheck.KEY + ValueCheck.SCOPE + 1;

    private final ConfigViews views;
    private final EffectiveViews effective;
    private final Drafts drafts;
    private final SheetEdits sheets;
    private final Publishing publishing;
    private final Plans plans;
    private final Grays grays;

    ConfigRoutes(
            ConfigViews views,
            EffectiveViews effective,
            Drafts drafts,
            SheetEdits sheets,
            Publishing publishing,
            Plans plans,
            Grays grays) {
        this.views = views;
        this.effective = effective;
        this.drafts = drafts;
        this.sheets = sheets;
        this.publishing = publishing;
        this.plans = plans;
        this.grays = grays;
    }

    void register(Api api) {
        api.get("/apps/{id}/config", Need.VIEWER, this::sheet)
                .patch("/apps/{id}/config", Need.ADMIN, this::edit)
                .get("/apps/{id}/config/items", Need.VIEWER, this::items)
                .get("/apps/{id}/config/effective", Need.VIEWER, this::effective)
                .get("/apps/{id}/config/inheritance", Need.VIEWER, this::inheritance)
                .get("/apps/{id}/config/draft", Need.VIEWER, this::draft)
                .post("/apps/{id}/config/draft", Need.OPERATOR, this::draftEdits)
                .delete("/apps/{id}/config/draft", Need.OPERATOR, this::discard)
                .post("/apps/{id}/config/reveal", Need.OPERATOR, this::reveal)
                .get("/apps/{id}/config/releases", Need.VIEWER, this::releases)
                .post("/apps/{id}/config/releases", Need.OPERATOR, this::publish)
                .get("/apps/{id}/config/diff", Need.VIEWER, this::diff)
                .get("/apps/{id}/config/check", Need.VIEWER, this::check)
                .delete("/apps/{id}/config/plan", Need.OPERATOR, this::unplan)
                .get("/apps/{id}/config/instances", Need.VIEWER, this::instances)
                .get("/apps/{id}/config/gray", Need.VIEWER, this::gray)
                .post("/apps/{id}/config/gray", Need.OPERATOR, this::beginGray)
                .put("/apps/{id}/config/gray", Need.OPERATOR, this::retargetGray)
                .delete("/apps/{id}/config/gray", Need.OPERATOR, this::withdrawGray)
                .post("/apps/{id}/config/gray/promotion", Need.OPERATOR, this::promoteGray)
                .get("/config", Need.VIEWER, this::sheets)
                .get("/config/items", Need.VIEWER, this::search);
    }

    /** The app whose values are asked for, if the caller may read them. */
    private long readable(Call call) {
        return views.readable(call.caller(), call.id("id"));
    }

    private static Answer shown(ConfigSheetView sheet) {
        return Answer.of(sheet, sheet.revision());
    }

    private Answer sheet(Call call) {
        return shown(views.sheet(call.visible(), call.id("id")));
    }

    private Answer edit(Call call) {
        return shown(sheets.edit(call.caller(), call.id("id"), call.body(ConfigSheetPatch.class), call.ifMatch()));
    }

    private Answer items(Call call) {
        String q = bounded("q", call.query("q").orElse(""), MAX_Q);
        String after = bounded("after", call.query("after").orElse(""), MAX_PLACE);
        return Answer.of(views.items(call.visible(), readable(call), q, after, call.limit()));
    }

    private static String bounded(String name, String text, int max) {
        if (text.length() > max) throw new Invalid(name, text.length() + " characters", "at most " + max);
        return text;
    }

    private Answer effective(Call call) {
        long app = readable(call);
        @Nullable String instance = place(call, "instance");
        if (instance != null) return Answer.of(effective.ofInstance(call.visible(), app, instance));
        @Nullable Long node = call.queryId("node").orElse(null);
        @Nullable String ip = place(call, "ip");
        @Nullable String localIp = place(call, "localIp");
        if (node != null || ip != null || localIp != null) {
            return Answer.of(effective.byRules(call.visible(), app, node, ip, localIp));
        }
        String scope = ValueCheck.scope(call.query("scope").orElse(""));
        return Answer.of(effective.inScope(call.visible(), app, scope));
    }

    private static @Nullable String place(Call call, String name) {
        return call.query(name).map(text -> bounded(name, text, MAX_Q)).orElse(null);
    }

    private Answer inheritance(Call call) {
        return Answer.of(views.inheritance(call.visible(), call.id("id")));
    }

    private Answer draft(Call call) {
        return Answer.of(views.draft(call.visible(), readable(call)));
    }

    private Answer draftEdits(Call call) {
        ConfigEdits edits = call.body(ConfigEdits.class, MAX_EDITS);
        long app = call.id("id");
        drafts.edit(call.caller(), app, edits.edits() == null ? List.of() : edits.edits());
        return shown(views.sheet(call.visible(), app));
    }

    private Answer discard(Call call) {
        drafts.undoAll(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer reveal(Call call) {
        return Answer.of(drafts.reveal(call.caller(), call.id("id"), call.body(RevealSecret.class)));
    }

    private Answer releases(Call call) {
        int limit = call.limit();
        var found = views.releases(call.visible(), call.id("id"), call.between(), call.cursor(), limit);
        var page = Slice.of(found, limit, ReleaseRow::number);
        List<ConfigReleaseView> shown =
                page.items().stream().map(ConfigViews::release).toList();
        return Answer.of(new ConfigReleasePage(shown, page.next()));
    }

    private Answer sheets(Call call) {
        String q = bounded("q", call.query("q").orElse(""), MAX_Q);
        String after = bounded("after", call.query("after").orElse(""), MAX_PLACE);
        return Answer.of(views.sheets(call.visible(), q, after, call.limit()));
    }

    private Answer search(Call call) {
        String q = bounded("q", call.query("q").orElse(""), MAX_Q);
        return Answer.of(views.search(call.caller(), q, call.limit()));
    }

    private Answer check(Call call) {
        Long number = call.queryId("number").orElse(null);
        return Answer.of(views.check(call.visible(), readable(call), number));
    }

    private Answer instances(Call call) {
        return Answer.of(views.instances(call.visible(), call.id("id")));
    }

    private Answer unplan(Call call) {
        plans.unplan(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer gray(Call call) {
        return Answer.of(grays.view(call.visible(), readable(call)));
    }

    private Answer beginGray(Call call) {
        long app = call.id("id");
        grays.begin(call.caller(), app, call.body(NewConfigGray.class));
        return Answer.created("/apps/%d/config/gray".formatted(app), grays.view(call.visible(), app));
    }

    private Answer retargetGray(Call call) {
        grays.retarget(call.caller(), call.id("id"), call.body(ConfigGrayTarget.class));
        return gray(call);
    }

    private Answer withdrawGray(Call call) {
        grays.withdraw(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer promoteGray(Call call) {
        @Nullable String message = call.body(ConfigGrayPromotion.class).message();
        return released(call.id("id"), grays.promote(call.caller(), call.id("id"), message));
    }

    private Answer publish(Call call) {
        long app = call.id("id");
        NewConfigRelease wanted = call.body(NewConfigRelease.class, MAX_EDITS);
        if (wanted.at() != null) {
            plans.plan(call.caller(), app, wanted, wanted.at());
            return shown(views.sheet(call.visible(), app));
        }
        return released(app, publishing.publish(call.caller(), app, wanted));
    }

    private static Answer released(long app, ReleaseRow made) {
        return Answer.created("/apps/%d/config/releases/%d".formatted(app, made.number()), ConfigViews.release(made));
    }

    private Answer diff(Call call) {
        long from = call.queryId("from").orElse(0L);
        return Answer.of(views.between(
                call.visible(), readable(call), from, call.queryId("to").orElse(null)));
    }
}
