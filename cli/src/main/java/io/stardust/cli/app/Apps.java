package io.stardust.cli.app;

import io.stardust.api.app.AppPage;
import io.stardust.api.app.AppView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Naming;

/** Finds apps by what people call them. */
public final class Apps {
    private static final Naming<AppView> NAMING = new Naming<>("app", AppView::id, AppView::name);

    private Apps() {}

    /** The app that {@code word} names or numbers. */
    public static AppView find(Api api, String word) {
        return NAMING.find(
                word,
                id -> api.find("/apps/" + id).map(reply -> reply.as(AppView.class)),
                name -> api.list(Api.query("/apps", "q", name), 1000).as(AppPage.class));
    }
}
