package io.stardust.server.agent;

import io.stardust.protocol.node.NodeInfo;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How platforms are called: {@code linux-x64}, {@code linux-musl-arm64}, {@code win-x64}. */
final class Platforms {
    static final Pattern NAME = Pattern.compile("any|[a-z]+(-musl)?-[a-z0-9]+");

    private Platforms() {}

    /** The platform of a machine, by what it said of itself. */
    static String of(NodeInfo machine) {
        String os = lower(machine.osName());
        String system = os.contains("windows") ? "win" : os.contains("mac") || os.contains("darwin") ? "osx" : "linux";
        if (system.equals("linux") && lower(machine.clibVersion()).contains("musl")) system = "linux-musl";
        return system + "-" + architecture(lower(machine.architecture()));
    }

    private static String architecture(String name) {
        return switch (name) {
            case "x64", "x86_64", "amd64" -> "x64";
            case "arm64", "aarch64" -> "arm64";
            case "x86", "i386", "i686" -> "x86";
            case "loongarch64", "la64" -> "la64";
            default -> name.isEmpty() ? "x64" : name;
        };
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    }
}
