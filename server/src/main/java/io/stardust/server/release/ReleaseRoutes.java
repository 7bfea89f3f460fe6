package io.stardust.server.release;

import io.stardust.api.release.ManifestView;
import io.stardust.api.release.ManifestView.Chunk;
import io.stardust.api.release.ReleasePage;
import io.stardust.api.release.ReleasePatch;
import io.stardust.api.release.ReleaseSignature;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.protocol.pack.Manifest;
import io.stardust.server.app.AppRoutes;
import io.stardust.server.db.Slice;
import io.stardust.server.deploy.Modes;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Releases on the people face. */
public final class ReleaseRoutes {
    private final Releases releases;
    private final Inspections inspections;

    public ReleaseRoutes(Releases releases, Inspections inspections) {
        this.releases = releases;
        this.inspections = inspections;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/deployments/{id}/releases", Need.VIEWER, this::list)
                .post("/deployments/{id}/releases", Need.OPERATOR, this::upload)
                .get("/releases/{id}", Need.VIEWER, this::get)
                .patch("/releases/{id}", Need.OPERATOR, this::edit)
                .delete("/releases/{id}", Need.OPERATOR, this::delete)
                .get("/releases/{id}/files", Need.VIEWER, this::files)
                .get("/releases/{id}/diff", Need.VIEWER, this::diff)
                .get("/releases/{id}/manifest", Need.VIEWER, this::manifest)
                .put("/releases/{id}/signature", Need.OPERATOR, this::sign)
                .get(
                        "/releases/{id}/inspection",
                        Need.VIEWER,
                        call -> Answer.of(inspections.inspect(call.visible(), call.id("id"))));
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<Release> found = releases.list(call.visible(), call.id("id"), call.cursor(), limit);
        Map<Long, Long> failed = releases.failed(found);
        var page = Slice.of(found, limit, Release::id);
        return Answer.of(new ReleasePage(page.views(release -> release.view(failed.get(release.id()))), page.next()));
    }

    private Answer upload(Call call) {
        var upload = new Releases.Upload(
                call.query("version").orElse(null),
                call.query("fileName").orElse(null),
                call.query("mode").map(Modes::pack).orElse(PackageMode.STANDARD),
                call.query("overwrite").orElse(null),
                call.query("os").orElse(null),
                call.query("arch").orElse(null),
                call.query("note").orElse(null),
                call.query("signature").orElse(null),
                call.query("keyId").orElse(null));
        try (InputStream in = call.stream()) {
            Release made = releases.upload(call.caller(), call.id("id"), upload, call.length(), in);
            return Answer.created("/releases/" + made.id(), made.view());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer files(Call call) {
        String q = AppRoutes.filter(call).q();
        return Answer.of(inspections.files(call.visible(), call.id("id"), q, call.cursor(), call.limit()));
    }

    private Answer diff(Call call) {
        long against = call.queryId("against")
                .orElseThrow(() -> new Invalid("against: missing (expected: the id of another release)"));
        return Answer.of(inspections.diff(call.visible(), call.id("id"), against));
    }

    private Answer manifest(Call call) {
        return Answer.of(view(releases.manifest(call.visible(), call.id("id")), call.cursor(), call.limit()));
    }

    /** Those behind the {@code cursor}th. */
    private static ManifestView view(Manifest manifest, long cursor, int limit) {
        List<Chunk> items = new ArrayList<>();
        long offset = 0;
        int to = (int) Math.min(manifest.count(), cursor + limit);
        for (int i = 0; i < to; i++) {
            if (i >= cursor) {
                items.add(
                        new Chunk(manifest.path(i), offset, manifest.length(i), manifest.hash(i), manifest.entries(i)));
            }
            offset += manifest.length(i);
        }
        return new ManifestView(
                manifest.sha256(),
                manifest.size(),
                manifest.textSha256(),
                manifest.count(),
                manifest.entries(),
                items,
                to < manifest.count() ? Long.valueOf(to) : null);
    }

    private Answer sign(Call call) {
        Release signed = releases.sign(call.caller(), call.id("id"), call.body(ReleaseSignature.class));
        return Answer.of(signed.view(), signed.revision());
    }

    private Answer get(Call call) {
        Release found = releases.get(call.visible(), call.id("id"));
        return Answer.of(found.view(), found.revision());
    }

    private Answer edit(Call call) {
        Release edited = releases.edit(call.caller(), call.id("id"), call.body(ReleasePatch.class), call.ifMatch());
        return Answer.of(edited.view(), edited.revision());
    }

    private Answer delete(Call call) {
        releases.delete(call.caller(), call.id("id"));
        return Answer.none();
    }
}
