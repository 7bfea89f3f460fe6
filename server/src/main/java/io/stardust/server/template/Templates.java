package io.stardust.server.template;

import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The templates of a deployment, as people write them and as they are kept: a line for each. Pure functions. */
public final class Templates {
    private static final int MOST = 20;
    private static final int PATH = 255;
    private static final String EXPECTED = "a file below the work directory, such as conf/app.yml";

    private Templates() {}

    /**
     * One of them.
     *
     * @param template a file of the package
     * @param file what is made of it, below the work directory
     */
    public record Pair(String template, String file) {}

    /**
     * What is kept of a list; null for an empty one.
     *
     * @throws Invalid with field, value and what was expected
     */
    public static @Nullable String text(String field, List<Pair> pairs) {
        if (pairs.isEmpty()) return null;
        if (pairs.size() > MOST) throw new Invalid(field, pairs.size() + " templates", "at most " + MOST);
        Set<String> files = new HashSet<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            String template =
                    path("%s.%d.template".formatted(field, i), pairs.get(i).template());
            String file = path("%s.%d.file".formatted(field, i), pairs.get(i).file());
            if (!files.add(file.toLowerCase(Locale.ROOT))) throw new Invalid(field, file + " twice", "each file once");
            lines.add(template + "\t" + file);
        }
        return String.join("\n", lines);
    }

    private static String path(String field, @Nullable String given) {
        String path = Check.text(field, given, PATH);
        boolean plain = path.indexOf('\\') < 0 && path.indexOf(':') < 0 && !path.startsWith("/");
        for (String name : path.split("/", -1)) plain &= isName(name);
        if (!plain) throw new Invalid(field, Check.shown(path), EXPECTED);
        return path;
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.equals(name.strip()) && !name.equals(".") && !name.equals("..");
    }

    /** What is kept, one by one. */
    public static List<Pair> of(@Nullable String text) {
        if (text == null) return List.of();
        return Arrays.stream(text.split("\n"))
                .map(line -> line.split("\t"))
                .map(both -> new Pair(both[0], both[1]))
                .toList();
    }
}
