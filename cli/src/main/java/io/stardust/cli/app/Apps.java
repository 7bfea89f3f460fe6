package io.stardust.cli.app;

import io.stardust.cli.http.Api;
import io.stardust.cli.http.Named;

/** Finds apps by what people call them. */
public final class Apps {
    private Apps() {}

    /** The app that {@code word} names or numbers. */
    public static App find(Api api, String word) {
        return Named.find(
                "app",
                word,
                id -> api.find("/apps/" + id).map(reply -> reply.as(App.class)),
                name -> api.list(Api.query("/apps", "q", name), 1000).as(AppPage.class));
    }
}
