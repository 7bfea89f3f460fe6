package io.stardust.server.render;

import io.stardust.server.config.MadeFiles;
import io.stardust.server.config.PlacedConfig;
import io.stardust.server.deploy.ForeignCommandOutbox;
import io.stardust.server.feature.Base;
import io.stardust.server.release.Inspections;

/** Files that placements get, made of templates and config. */
public final class RenderFeature {
    private final Renderer renderer;
    private final MadeFiles trial;

    /** {@code orders}: by them nodes hear that their files are others. */
    public RenderFeature(Base base, Inspections packages, PlacedConfig config, ForeignCommandOutbox orders) {
        this.renderer = new Renderer(new PackagedTemplates(packages), config);
        this.trial = new FileTrial(renderer, config);
        var news = new FileNews(base.db(), base.changes(), config, orders);
        base.changes().listen(news);
        base.lifecycle().add("config files", news::start, news);
        base.lifecycle().watch(news::loop);
    }

    /** Makes files. */
    public Renderer renderer() {
        return renderer;
    }

    /** Tries what a publish of config would do to files. */
    public MadeFiles trial() {
        return trial;
    }
}
