package io.stardust.server.render;

import io.stardust.server.deploy.Deployment;
import io.stardust.server.http.ApiException;
import io.stardust.server.release.Inspections;
import io.stardust.server.release.Release;
import io.stardust.server.template.BadTemplate;
import io.stardust.server.template.Template;
import io.stardust.server.template.Templates;
import io.stardust.server.template.Templates.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The templates of releases, read from their packages once and kept as long as they are in use. Thread-safe. */
final class PackagedTemplates {
    private static final long KEPT = 32 << 20; // bytes of templates

    private final Inspections packages;
    private final Map<Key, Found> kept = new LinkedHashMap<>(16, 0.75f, true); // the last used last
    private long size;

    PackagedTemplates(Inspections packages) {
        this.packages = packages;
    }

    /** @param list as the deployment keeps it */
    private record Key(long releaseId, String list) {}

    /** What came of reading them; {@code wrong} null: they are fine. */
    private record Found(List<Parsed> templates, @Nullable BadTemplate wrong, long size) {}

    /** A template and the file that is made of it. */
    record Parsed(Pair pair, Template template) {}

    /** @throws BadTemplate if one is not there or is none, or its file cannot be where it should */
    List<Parsed> of(Deployment deployment, Release release) throws BadTemplate {
        @Nullable String list = deployment.templates();
        if (list == null) return List.of();
        var key = new Key(release.id(), list);
        @Nullable Found known = known(key);
        Found found = known == null ? read(key, deployment, release) : known;
        if (found.wrong() != null) throw found.wrong();
        return found.templates();
    }

    private synchronized @Nullable Found known(Key key) {
        return kept.get(key);
    }

    private Found read(Key key, Deployment deployment, Release release) throws BadTemplate {
        List<Pair> pairs = Templates.of(key.list());
        Inspections.Extract extract;
        try {
            extract = packages.extract(
                    deployment, release, pairs.stream().map(Pair::template).toList(), Template.MOST + 1);
        } catch (ApiException e) {
            throw new BadTemplate(e.detail(), null); // it may be put right, so it is not kept
        }
        Found found = found(pairs, extract, release);
        keep(key, found);
        return found;
    }

    private synchronized void keep(Key key, Found found) {
        @Nullable Found before = kept.put(key, found);
        size += found.size() - (before == null ? 0 : before.size());
        var oldest = kept.values().iterator();
        while (size > KEPT && kept.size() > 1) {
            size -= oldest.next().size();
            oldest.remove();
        }
    }

    private static Found found(List<Pair> pairs, Inspections.Extract extract, Release release) {
        List<Parsed> parsed = new ArrayList<>();
        long size = 1_000; // even what is wrong takes room
        try {
            for (Pair pair : pairs) {
                byte @Nullable [] content = extract.contents().get(pair.template());
                if (content == null) {
                    throw new BadTemplate("is not in the package of release " + release.version(), null)
                            .of(pair.template());
                }
                requireFree(pair.file(), extract.paths());
                try {
                    parsed.add(new Parsed(pair, Template.of(content)));
                } catch (BadTemplate e) {
                    throw e.of(pair.template());
                }
                size += content.length;
            }
            return new Found(parsed, null, size);
        } catch (BadTemplate e) {
            return new Found(List.of(), e, size);
        }
    }

    /** What the package brings is the release's, whole; nothing else may be there or above, in whatever case. */
    private static void requireFree(String file, Set<String> paths) throws BadTemplate {
        String wanted = file.toLowerCase(Locale.ROOT);
        for (String path : paths) {
            String there = path.toLowerCase(Locale.ROOT);
            if (there.equals(wanted) || there.startsWith(wanted + "/") || wanted.startsWith(there + "/")) {
                throw new BadTemplate(
                        "file %s: the package has %s (expected: a name that it does not use)".formatted(file, path),
                        null);
            }
        }
    }
}
