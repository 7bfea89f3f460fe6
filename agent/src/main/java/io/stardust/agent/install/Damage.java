package io.stardust.agent.install;

import io.stardust.agent.install.place.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells where an app's files are no longer as its release has them. */
final class Damage {
    private static final int SHOWN = 5;

    private final FileRules rules;

    /** @param rules What people may change. */
    Damage(FileRules rules) {
        this.rules = rules;
    }

    /** Words such as {@code a.jar missing, b.sh changed}; null when all is as it was brought. */
    @Nullable
    String of(Installed installed, @Nullable FileList list) throws IOException {
        Path root = Path.of(installed.programs());
        List<String> found = new ArrayList<>();
        if (list == null) { // of an older agent, which kept their names alone
            for (String path : installed.files()) if (!Layout.there(root.resolve(path))) found.add(path + " missing");
        } else {
            for (Map.Entry<String, FileList.Mark> each : list.all().entrySet()) {
                String path = each.getKey();
                boolean there = Layout.there(root.resolve(path));
                if (there && (rules.keeps(path) || each.getValue().fits(root.resolve(path)))) continue;
                found.add(path + (there ? " changed" : " missing"));
            }
        }
        if (found.isEmpty()) return null;
        String more = found.size() > SHOWN ? " and " + (found.size() - SHOWN) + " more" : "";
        return String.join(", ", found.subList(0, Math.min(SHOWN, found.size()))) + more;
    }
}
