package io.stardust.server.release;

import io.stardust.api.release.PackageDiff;
import io.stardust.api.release.PackageDiff.Changed;
import io.stardust.api.release.PackageDiff.Sized;
import io.stardust.api.release.PackageFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says how the files of two packages differ. Pure functions. */
final class Differences {
    /** Of a kind that are shown. */
    private static final int MOST = 1_000;

    private Differences() {}

    static PackageDiff of(Map<String, PackageFile> before, Map<String, PackageFile> after) {
        List<Sized> added = new ArrayList<>();
        List<Sized> removed = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        int same = 0;
        var paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        for (String path : paths) {
            @Nullable PackageFile old = before.get(path);
            @Nullable PackageFile now = after.get(path);
            if (old == null && now != null) added.add(new Sized(path, now.size()));
            else if (now == null && old != null) removed.add(new Sized(path, old.size()));
            else if (old != null && now != null) {
                if (old.size() == now.size() && old.crc().equals(now.crc())) same++;
                else changed.add(new Changed(path, old.size(), now.size()));
            }
        }
        boolean truncated = added.size() > MOST || removed.size() > MOST || changed.size() > MOST;
        return new PackageDiff(cut(added), cut(removed), cut(changed), same, truncated);
    }

    private static <T> List<T> cut(List<T> all) {
        return all.size() <= MOST ? all : all.subList(0, MOST);
    }
}
