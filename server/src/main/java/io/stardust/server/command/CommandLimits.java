package io.stardust.server.command;

import io.stardust.protocol.Json;
import io.stardust.protocol.Printable;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import io.stardust.server.push.PushSessions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an order may look like. */
public final class CommandLimits {
    /** Their answers hold secrets, or mean something to the platform alone. */
    private static final Set<String> RESERVED = Set.of("deploy/describe", "deploy/pack");

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:/-]{0,99}");
    /** {@link Json} reads no longer text. */
    private static final int ARGUMENT_CHARS = 32_000;
    /** Id, name, dates and names of fields around an argument in its frame, generously. */
    private static final int FRAME_REST = 1_024;

    private static final Duration FARTHEST = Duration.ofDays(366);

    private CommandLimits() {}

    /** Demands that {@code command} is a name of one. */
    public static void checkName(String command) {
        if (!NAME.matcher(command).matches()) {
            throw new Invalid(
                    "command", shown(command), "1–100 letters, digits, '.', '_', ':', '/', '-', as in deploy/restart");
        }
    }

    static void check(NewCommand wish, Instant now) {
        checkName(wish.command());
        if (RESERVED.contains(name(wish.command()))) {
            throw new Invalid("command", name(wish.command()), "one that is not the platform's own; adopt the service");
        }
        checkArgument(wish.argument());
        Instant latest = now.plus(FARTHEST);
        if (wish.startAt() != null && wish.startAt().isAfter(latest)) {
            throw new Invalid("startAt", wish.startAt(), "at most a year from now");
        }
        if (wish.expireAt() == null) return;
        if (!wish.expireAt().isAfter(now) || wish.expireAt().isAfter(latest)) {
            throw new Invalid("expireAt", wish.expireAt(), "after now, at most a year from now");
        }
        if (wish.startAt() != null && !wish.expireAt().isAfter(wish.startAt())) {
            throw new Invalid("expireAt", wish.expireAt(), "after startAt");
        }
    }

    /** Demands that a command with that argument goes into a frame of a push channel. */
    public static void checkArgument(@Nullable String wanted) {
        @Nullable String argument = Check.optionalText("argument", wanted, ARGUMENT_CHARS);
        if (argument == null) return;
        int frame = Json.WIRE.text(argument).getBytes(StandardCharsets.UTF_8).length + FRAME_REST;
        if (frame > PushSessions.MAX_FRAME) {
            throw new Invalid(
                    "argument", frame + " bytes in its frame", "at most " + PushSessions.MAX_FRAME + " bytes");
        }
    }

    /** Handlers of upstream compare the exact lower-case name. */
    static String name(String command) {
        return command.toLowerCase(Locale.ROOT);
    }

    private static String shown(String text) {
        return Check.shortened(Printable.line(text));
    }
}
