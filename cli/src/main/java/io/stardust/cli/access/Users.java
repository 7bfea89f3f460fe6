package io.stardust.cli.access;

import io.stardust.api.access.UserPage;
import io.stardust.api.access.UserView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Naming;

/** Finds users by what people call them. */
final class Users {
    private static final Naming<UserView> NAMING = new Naming<>("user", UserView::id, UserView::name);

    private Users() {}

    /** The user that {@code word} names or numbers. */
    static UserView find(Api api, String word) {
        return NAMING.find(
                word,
                id -> api.find("/users/" + id).map(reply -> reply.as(UserView.class)),
                name -> api.list(Api.query("/users", "q", name), 1000).as(UserPage.class));
    }
}
