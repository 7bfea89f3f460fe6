package io.stardust.server.agent;

import io.stardust.api.agent.AgentReleasePage;
import io.stardust.api.agent.AgentReleasePatch;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Versions of the agent on the people face. */
public final class AgentReleaseRoutes {
    private final AgentReleases releases;
    private final @Nullable URI url;

    /** @param url where people reach us; null: as they ask */
    public AgentReleaseRoutes(AgentReleases releases, @Nullable URI url) {
        this.releases = releases;
        this.url = url;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/agent-releases", Need.VIEWER, this::list)
                .post("/agent-releases", Need.PLATFORM, this::upload)
                .get("/agent-releases/{id}", Need.PLATFORM, this::get)
                .patch("/agent-releases/{id}", Need.PLATFORM, this::edit)
                .delete("/agent-releases/{id}", Need.PLATFORM, this::delete)
                .get("/agent-install", Need.VIEWER, this::install);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        var page = Slice.of(releases.page(call.cursor(), limit), limit, AgentRelease::id);
        return Answer.of(new AgentReleasePage(page.views(AgentRelease::view), page.next()));
    }

    private Answer upload(Call call) {
        var upload = new AgentReleases.Upload(
                call.query("version").orElse(null),
                call.query("channel").orElse(null),
                call.query("product").orElse(null),
                call.query("platform").orElse(null),
                call.query("note").orElse(null));
        try (InputStream in = call.stream()) {
            AgentRelease made = releases.upload(call.caller(), upload, call.length(), in);
            return Answer.created("/agent-releases/" + made.id(), made.view());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer get(Call call) {
        AgentRelease found = releases.get(call.id("id"));
        return Answer.of(found.view(), found.revision());
    }

    private Answer edit(Call call) {
        AgentRelease edited =
                releases.edit(call.caller(), call.id("id"), call.body(AgentReleasePatch.class), call.ifMatch());
        return Answer.of(edited.view(), edited.revision());
    }

    private Answer delete(Call call) {
        releases.delete(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer install(Call call) {
        String server = url == null
                ? call.origin()
                        .orElseThrow(
                                () -> new Invalid("Host", "missing or strange", "a host, or the setting public-url"))
                : withoutSlash(url);
        String script = server + "/install.sh";
        // by the environment, since everybody on the machine may read command lines; the blank keeps it out of
        // histories
        String command = " export STARDUST_AGENT_ENROL=TOKEN; curl -fsSL " + script
                + " | sudo --preserve-env=STARDUST_AGENT_ENROL sh";
        return Answer.of(new InstallView(
                server,
                script,
                command,
                releases.newestOfAll("Release").stream().map(AgentRelease::view).toList()));
    }

    static String withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
