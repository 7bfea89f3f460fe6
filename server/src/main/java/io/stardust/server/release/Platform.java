package io.stardust.server.release;

import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The system and processor of a node, and what a release is made for. Immutable.
 *
 * @param os {@code linux}, {@code linux-musl}, {@code windows} or {@code osx}; {@code any}: not known
 * @param arch {@code x64}, {@code arm64} …; {@code any}: not known
 */
public record Platform(String os, String arch) {
    private static final String ANY = "any";
    private static final List<String> SYSTEMS = List.of(ANY, "linux", "linux-musl", "windows", "osx");
    private static final List<String> PROCESSORS =
            List.of(ANY, "x64", "x86", "arm", "arm64", "la64", "riscv64", "mips64", "ppc64le", "s390x");

    /** What a node's agent says of it, in upstream's words or ours. */
    public static Platform of(@Nullable String osName, @Nullable String architecture, @Nullable String clib) {
        return new Platform(system(lower(osName), lower(clib)), processor(lower(architecture)));
    }

    private static String system(String name, String clib) {
        if (name.isEmpty()) return ANY;
        if (name.contains("windows")) return "windows";
        if (name.contains("mac") || name.contains("darwin") || name.contains("osx")) return "osx";
        return clib.contains("musl") || name.contains("alpine") ? "linux-musl" : "linux";
    }

    private static String processor(String name) {
        return switch (name) {
            case "" -> ANY;
            case "x64", "amd64", "x86_64", "x86-64" -> "x64";
            case "x86", "i386", "i586", "i686" -> "x86";
            case "arm64", "aarch64" -> "arm64";
            case "la64", "loongarch64" -> "la64";
            case "mips64", "mips64el" -> "mips64";
            default -> name.startsWith("arm") ? "arm" : name;
        };
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    }

    /** A checked system of a release; null and empty are {@code any}. */
    static String os(@Nullable String text) {
        return choice("os", text, SYSTEMS);
    }

    /** A checked processor of a release; null and empty are {@code any}. */
    static String arch(@Nullable String text) {
        return choice("arch", text, PROCESSORS);
    }

    private static String choice(String field, @Nullable String text, List<String> known) {
        String lower = lower(text);
        if (lower.isEmpty()) return ANY;
        if (known.contains(lower)) return lower;
        throw new Invalid(field, Check.shortened(lower), String.join(", ", known));
    }

    /**
     * True unless {@code release} is known to be made for something else. What is made for {@code linux} may run on
     * {@code linux-musl} or not, so it does not fit; what a node does not tell fits.
     */
    public boolean fits(Release release) {
        return fits(release.os(), os) && fits(release.arch(), arch);
    }

    private static boolean fits(String made, String there) {
        return made.equals(ANY) || there.equals(ANY) || made.equals(there);
    }

    @Override
    public String toString() {
        return os + "/" + arch;
    }
}
