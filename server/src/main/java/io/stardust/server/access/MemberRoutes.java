package io.stardust.server.access;

import io.stardust.api.access.MemberPage;
import io.stardust.api.access.MemberRole;
import io.stardust.api.access.MemberView;
import io.stardust.api.access.NewMember;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;

/** The members of a project: list, add, change the role, remove. */
public final class MemberRoutes {
    private final Members members;

    public MemberRoutes(Members members) {
        this.members = members;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/projects/{id}/members", Need.VIEWER, this::list)
                .post("/projects/{id}/members", Need.ADMIN, this::add)
                .put("/projects/{id}/members/{userId}", Need.ADMIN, this::set)
                .delete("/projects/{id}/members/{userId}", Need.ADMIN, this::remove);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<MemberView> found = members.page(call.caller(), call.id("id"), call.cursor(), limit + 1);
        var page = Slice.of(found, limit, MemberView::userId);
        return Answer.of(new MemberPage(page.items(), page.next()));
    }

    private Answer add(Call call) {
        NewMember body = call.body(NewMember.class);
        long project = call.id("id");
        MemberView made = members.add(call.caller(), project, body.name(), body.role());
        return Answer.created("/projects/%d/members/%d".formatted(project, made.userId()), made);
    }

    private Answer set(Call call) {
        String role = call.body(MemberRole.class).role();
        return Answer.of(members.set(call.caller(), call.id("id"), call.id("userId"), role));
    }

    private Answer remove(Call call) {
        members.remove(call.caller(), call.id("id"), call.id("userId"));
        return Answer.none();
    }
}
