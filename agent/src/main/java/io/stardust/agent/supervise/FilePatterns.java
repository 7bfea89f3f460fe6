package io.stardust.agent.supervise;

import io.stardust.agent.files.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names of files by patterns: {@code *} for any characters, {@code ?} for one, {@code ;} between them, case ignored.
 * One without a slash means the file in any folder, one with a slash the path below the work directory. Immutable.
 */
final class FilePatterns {
    private final List<String> patterns = new ArrayList<>();

    /** @param usual When there are none. */
    FilePatterns(@Nullable String text, String usual) {
        String wanted = text == null || text.isBlank() ? usual : text;
        for (String each : wanted.split(";")) {
            String pattern = each.strip().replace('\\', '/').toLowerCase(Locale.ROOT);
            if (!pattern.isEmpty()) patterns.add(pattern);
        }
    }

    /** @param path Relative, with {@code /}. */
    boolean match(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        String name = lower.substring(lower.lastIndexOf('/') + 1);
        for (String pattern : patterns) {
            if (Glob.matches(pattern, pattern.indexOf('/') < 0 ? name : lower)) return true;
        }
        return false;
    }
}
