package io.stardust.server.deploy;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names of modes on the people face: those of the enums, in lower case. */
public final class Modes {
    private Modes() {}

    static DeployMode deploy(String text) {
        return parse(DeployMode.values(), text);
    }

    public static PackageMode pack(String text) {
        return parse(PackageMode.values(), text);
    }

    public static String name(Enum<?> mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E parse(E[] values, String text) {
        for (E value : values) if (name(value).equalsIgnoreCase(text)) return value;
        String shown = Check.shortened(text);
        throw new Invalid("mode", shown, Arrays.stream(values).map(Modes::name).collect(Collectors.joining(", ")));
    }
}
