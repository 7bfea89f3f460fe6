package io.stardust.agent.install;

import io.stardust.agent.files.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a work directory a release may replace (seed: package mode and overwrite list). Immutable. Paths are
 * relative, with {@code /}; case is ignored.
 */
final class FileRules {
    private static final Set<String> CONFIG = Set.of(
            "json", "config", "xml", "yml", "yaml", "properties", "conf", "cfg", "ini", "toml", "env", "settings");
    /** Made by build tools, part of the program though they end like configuration. */
    private static final List<String> BUILT =
            List.of(".deps.json", ".runtimeconfig.json", "package.json", "package-lock.json");

    private static final Set<String> PROGRAM = Set.of(
            "dll", "exe", "pdb", "jar", "war", "class", "so", "dylib", "sh", "bat", "cmd", "ps1", "py", "pyc", "js");

    /** What IIS reads beside a site (seed: hosted mode). */
    private static final String WEB_CONFIG = "web.config";

    private final List<String> overwrite;
    private final List<String> always;

    private FileRules(List<String> overwrite, List<String> always) {
        this.overwrite = overwrite;
        this.always = always;
    }

    /** {@code overwrite}: patterns of files, {@code ;} between them, {@code *} for any characters; absent = none. */
    static FileRules of(@Nullable String overwrite) {
        return new FileRules(patterns(overwrite), List.of());
    }

    /** As the other, for a site that another program serves: {@code keep} and {@code web.config} stay always. */
    static FileRules ofSite(@Nullable String overwrite, @Nullable String keep) {
        List<String> always = new ArrayList<>(patterns(keep));
        always.add("/" + WEB_CONFIG);
        return new FileRules(patterns(overwrite), List.copyOf(always));
    }

    private static List<String> patterns(@Nullable String patterns) {
        List<String> list = new ArrayList<>();
        for (String pattern : (patterns == null ? "" : patterns).split(";")) {
            if (!pattern.isBlank()) list.add(lower(pattern.strip().replace('\\', '/')));
        }
        return List.copyOf(list);
    }

    /** Whether the file, where there is one already, stays as people have left it. */
    boolean keeps(String path) {
        if (keepsAlways(path)) return true;
        if (!isConfig(path)) return false;
        for (String pattern : overwrite) if (listed(pattern, lower(path))) return false;
        return true;
    }

    /** Whether the file stays even when everything else goes. */
    boolean keepsAlways(String path) {
        for (String pattern : always) if (listed(pattern, lower(path))) return true;
        return false;
    }

    /** Whether any file at all may be one that stays always. */
    boolean keepsAnything() {
        return !always.isEmpty();
    }

    static boolean isConfig(String path) {
        String lower = lower(path);
        return CONFIG.contains(extension(lower)) && !isBuilt(lower);
    }

    /** Whether the file goes when a standard package comes that does not hold it any more. */
    static boolean isProgram(String path) {
        String lower = lower(path);
        return PROGRAM.contains(extension(lower)) || lower.contains(".so.") || isBuilt(lower);
    }

    private static boolean isBuilt(String lower) {
        for (String end : BUILT) if (lower.endsWith(end)) return true;
        return false;
    }

    private static boolean listed(String pattern, String path) {
        // a pattern without a folder means the file in any folder; one that begins with a slash, at the top
        if (pattern.indexOf('/') < 0) return Glob.matches(pattern, path.substring(path.lastIndexOf('/') + 1));
        return Glob.matches(pattern.startsWith("/") ? pattern.substring(1) : pattern, path);
    }

    private static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
