package io.stardust.cli.access;

import io.stardust.cli.http.Api;
import io.stardust.cli.http.Named;

/** Finds users by what people call them. */
final class Users {
    private Users() {}

    /** The user that {@code word} names or numbers. */
    static UserDetail find(Api api, String word) {
        return Named.find(
                "user",
                word,
                id -> api.find("/users/" + id).map(reply -> reply.as(UserDetail.class)),
                name -> api.list(Api.query("/users", "q", name), 1000).as(UserPage.class));
    }
}
