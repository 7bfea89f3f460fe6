package io.stardust.server.access;

import io.stardust.api.access.MadeToken;
import io.stardust.api.access.NewToken;
import io.stardust.api.access.TokenPage;
import io.stardust.api.access.TokenView;
import io.stardust.server.access.Tokens.Made;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;

/** Tokens: list, make, revoke. */
public final class TokenRoutes {
    private final Tokens tokens;

    public TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/tokens", Need.SIGNED_IN, this::list)
                .post("/tokens", Need.SIGNED_IN, this::create)
                .delete("/tokens/{id}", Need.SIGNED_IN, this::delete);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<Token> found = tokens.page(
                call.caller(),
                call.queryId("project").orElse(null),
                call.query("kind").orElse(null),
                call.cursor(),
                limit + 1);
        var page = Slice.of(found, limit, Token::id);
        return Answer.of(new TokenPage(page.views(Token::view), page.next()));
    }

    private Answer create(Call call) {
        Made made = tokens.create(call.caller(), call.body(NewToken.class));
        TokenView token = made.token().view();
        var view = new MadeToken(
                token.id(),
                made.text(),
                token.kind(),
                token.name(),
                token.projectId(),
                token.role(),
                token.createdAt(),
                token.expiresAt());
        return Answer.created("/tokens", view);
    }

    private Answer delete(Call call) {
        tokens.delete(call.caller(), call.id("id"));
        return Answer.none();
    }
}
