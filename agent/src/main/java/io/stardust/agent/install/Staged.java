package io.stardust.agent.install;

import io.stardust.agent.install.fetch.Fetched;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.install.place.Place;
import io.stardust.protocol.deploy.DeployInfo;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A release unpacked beside its work directory, found fit to be swapped in.
 *
 * @param deploy What was asked for.
 * @param place Where it will live.
 * @param fetched The package.
 * @param root Holds the unpacked files; on the file system of the work directory.
 * @param files Every file below root, relative, with {@code /}.
 * @param marks What the package says of its files.
 * @param start What would be started once it is swapped in; null if nothing is.
 */
public record Staged(
        DeployInfo deploy,
        Place place,
        Fetched fetched,
        Path root,
        Set<String> files,
        Map<String, FileList.Mark> marks,
        @Nullable StartPlan start) {
    public Staged {
        files = Set.copyOf(files);
        marks = Map.copyOf(marks);
    }

    /** The same with what it starts. */
    Staged starting(StartPlan plan) {
        return new Staged(deploy, place, fetched, root, files, marks, plan);
    }

    /** The folder around root, for whatever else the swap needs room for. */
    Path scratch() {
        return Layout.parent(root);
    }
}
