package io.stardust.cli.deploy;

import io.stardust.api.adopt.AdoptionView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.terminal.Bar;
import io.stardust.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Watches how a node packs and sends the folder of a local service. Not thread-safe. */
final class PackWatch {
    private static final long PAUSE_MS = 250;

    private final Terminal terminal;
    private @Nullable Bar bar;
    private String shown = "";

    PackWatch(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Returns the id of the release that was made; fails with the reason when there is none. */
    long follow(Api api, long placement, String service) {
        while (true) {
            AdoptionView.Packing packing = look(api, placement);
            if (packing == null) throw Failure.failed("%s is not being packed".formatted(service));
            show(packing, service);
            Long release = packing.releaseId();
            if (packing.state().equals("done") && release != null) {
                if (bar != null) bar.done();
                packing.leftOut().forEach(words -> terminal.note("left out: " + words));
                return release;
            }
            if (packing.over()) {
                if (bar != null) bar.broken();
                throw Failure.failed("%s was not packed: %s".formatted(service, packing.reason()));
            }
            Waiting.pause(PAUSE_MS);
        }
    }

    private AdoptionView.@Nullable Packing look(Api api, long placement) {
        boolean away = false;
        while (true) {
            try {
                return api.get("/placements/" + placement + "/adoption")
                        .as(AdoptionView.class)
                        .packing();
            } catch (Failure e) {
                if (e.exit() != Exit.UNAVAILABLE || away) throw e;
                away = true; // one lost question is asked again
                Waiting.pause(PAUSE_MS);
            }
        }
    }

    private void show(AdoptionView.Packing packing, String service) {
        if (packing.totalBytes() == 0 || packing.state().equals("failed")) return;
        String stage = packing.state().equals("packing") ? "packing " : "uploading ";
        if (packing.over()) stage = shown;
        if (bar == null || !stage.equals(shown)) {
            if (bar != null) bar.done();
            bar = new Bar(terminal, stage + service, packing.totalBytes());
            shown = stage;
        }
        bar.at(packing.over() ? packing.totalBytes() : packing.bytes());
    }
}
