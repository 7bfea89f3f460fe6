package io.stardust.server.render;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.ConfigFiles;
import io.stardust.server.config.Foreseen;
import io.stardust.server.config.PlacedConfig;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.effective.Item;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.ServiceInfos;
import io.stardust.server.http.Check;
import io.stardust.server.release.Release;
import io.stardust.server.template.BadTemplate;
import io.stardust.server.template.Template;
import io.stardust.server.variable.Untellable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the files of placements. Thread-safe. */
public final class Renderer {
    /** By it an app names the scope that it asks for; so its files are of that one. */
    private static final String SCOPE = "STARDUST_SCOPE";

    private final PackagedTemplates templates;
    private final PlacedConfig config;

    Renderer(PackagedTemplates templates, PlacedConfig config) {
        this.templates = templates;
        this.config = config;
    }

    /**
     * The files of a placement; none when its deployment has no templates.
     *
     * @param node name of its machine
     * @throws Untellable if one cannot be made
     */
    public List<MadeFile> of(Deployment deployment, Placement placement, Release release, String node) {
        if (deployment.templates() == null) return List.of();
        try {
            return with(
                    deployment, release, config(deployment, new Where(placement, release, placement.nodeId(), node)));
        } catch (BadTemplate e) {
            throw new Untellable(e.words(), e);
        }
    }

    /**
     * A release on a machine.
     *
     * @param placement null: there is none yet
     * @param node name of the machine
     */
    public record Where(@Nullable Placement placement, Release release, long nodeId, String node) {}

    /**
     * Why files of a deployment cannot be made, each cause once; empty when all can.
     *
     * @param carried the config that goes along; null: none does
     */
    public List<String> wrong(Deployment deployment, List<Where> places, @Nullable Foreseen carried) {
        if (deployment.templates() == null) return List.of();
        IdentityHashMap<Effective, Set<Long>> tried = new IdentityHashMap<>(); // most machines get the same
        Map<String, Effective> along = new HashMap<>();
        Set<String> wrong = new LinkedHashSet<>();
        for (Where each : places) {
            Effective values = carried == null
                    ? config(deployment, each)
                    : along.computeIfAbsent(scope(deployment, each.placement()), scope -> config.with(carried, scope));
            if (!tried.computeIfAbsent(values, _ -> new HashSet<>())
                    .add(each.release().id())) continue;
            try {
                with(deployment, each.release(), values);
            } catch (BadTemplate e) {
                wrong.add(e.words());
            }
        }
        return List.copyOf(wrong);
    }

    private Effective config(Deployment deployment, Where place) {
        @Nullable Placement placement = place.placement();
        return config.of(new PlacedConfig.Placed(
                deployment.appId(),
                placement == null ? deployment.name() : placement.deployName(),
                place.nodeId(),
                place.node(),
                place.release().version(),
                scope(deployment, placement)));
    }

    /** The scope that a process of the placement asks for; empty: none. */
    static String scope(Deployment deployment, @Nullable Placement placement) {
        return Item.scope(ServiceInfos.variable(deployment, placement, SCOPE));
    }

    /** @throws BadTemplate if one cannot be made, told of its template */
    List<MadeFile> with(Deployment deployment, Release release, Effective values) throws BadTemplate {
        List<MadeFile> made = new ArrayList<>();
        for (PackagedTemplates.Parsed each : templates.of(deployment, release)) {
            try {
                Template.Filled filled = each.template().with(values);
                String hash = Hashes.sha256Hex(filled.text().getBytes(StandardCharsets.UTF_8));
                made.add(new MadeFile(each.pair().file(), hash, filled.text(), filled.secret()));
            } catch (BadTemplate e) {
                throw e.of(each.pair().template());
            }
        }
        return made;
    }

    /** As an agent is told of them; null for none. */
    public static @Nullable ConfigFiles told(Deployment deployment, List<MadeFile> files) {
        if (files.isEmpty()) return null;
        Deployment.OnConfig act = deployment.onConfig() == null ? Deployment.OnConfig.RESTART : deployment.onConfig();
        return new ConfigFiles(
                Check.word(act), files.stream().map(MadeFile::told).toList());
    }
}
