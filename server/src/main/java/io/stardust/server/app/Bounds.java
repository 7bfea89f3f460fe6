package io.stardust.server.app;

import io.stardust.protocol.Printable;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a text and how large a number of apps and deployments may be: the one list of it. Each check returns what it
 * was given, or throws {@link Invalid} with field, value and what was expected.
 */
public final class Bounds {
    /** Characters. */
    public static final int DISPLAY_NAME = 100;
    /** Characters of a file or folder. */
    public static final int PATH = 500;
    /** Characters of a command line. */
    public static final int ARGUMENTS = 4_000;
    /** Variables of a deployment, and of what differs on a node. */
    public static final int VARIABLES = 500;
    /** Characters of one variable's value. */
    public static final int VALUE = 32_000;
    /** Characters of all names and values. */
    public static final int ENVIRONMENT = 100_000;
    /** Characters of a system account. */
    public static final int USER_NAME = 64;
    /** Characters of the list of files that a package may overwrite. */
    public static final int OVERWRITE = 2_000;
    /** Characters of what somebody writes about a release. */
    public static final int NOTE = 2_000;
    /** Characters of a health check's URL. */
    public static final int HEALTH_CHECK = 500;
    /** MB: one TB. */
    public static final int MAX_MEMORY = 1_048_576;
    /** Nodes named in one request. */
    public static final int NODES = 10_000;

    private static final int CONTROL = 4_000; // characters
    private static final Pattern CONTROLLED = Pattern.compile("\\*|[A-Za-z0-9._-]{1,64}(,[A-Za-z0-9._-]{1,64})*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._+-]{1,64}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:()-]{0,199}");

    private Bounds() {}

    /** A name that is also a folder's. */
    public static String name(String field, @Nullable String value) {
        if (value == null || !NAME.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            throw new Invalid(field, shown(value), "1–64 letters A–Z or a–z, digits, dots, dashes or underscores");
        }
        return value;
    }

    /** A release's version; it names a file, too. */
    public static String version(String field, String value) {
        if (VERSION.matcher(value).matches()) return value;
        throw new Invalid(
                field, shown(value), "1–64 letters A–Z or a–z, digits, dots, dashes, underscores or plus signs");
    }

    /** One line of text; null and empty are null. */
    public static @Nullable String line(String field, @Nullable String value, int max) {
        @Nullable String text = text(field, value, max);
        if (text != null && !Printable.is(text)) {
            throw new Invalid(field, shown(value), "one line without control characters");
        }
        return text;
    }

    /** Text of several lines; null and empty are null. */
    public static @Nullable String text(String field, @Nullable String value, int max) {
        if (value == null || value.isEmpty()) return null;
        if (value.length() > max) {
            throw new Invalid(field, value.length() + " characters", "at most " + max);
        }
        if (value.indexOf('\0') >= 0) throw new Invalid(field, shown(value), "text without NUL");
        return value;
    }

    /** The name of a variable. */
    public static String variable(String field, @Nullable String value) {
        if (value != null && VARIABLE.matcher(value).matches()) return value;
        throw new Invalid(field, shown(value), "a letter or _, then up to 199 letters, digits or _.:()-");
    }

    /** A URL that is asked whether the app is well; null and empty are null. */
    public static @Nullable String healthCheck(String field, @Nullable String value) {
        @Nullable String text = line(field, value, HEALTH_CHECK);
        if (text == null || text.matches("(?i)(https?|tcp|udp)://[^\\s]+")) return text;
        throw new Invalid(field, shown(text), "http://, https://, tcp:// or udp:// and an address");
    }

    /** An argument with the port in it, or {@code none}; null and empty are null. */
    public static @Nullable String portArgument(String field, @Nullable String value) {
        @Nullable String text = line(field, value, PATH);
        if (text == null || text.equals("none") || text.contains("{port}")) return text;
        throw new Invalid(field, shown(text), "an argument with {port} in it, or none");
    }

    /** A whole number from {@code min} to {@code max}. */
    public static int range(String field, int value, int min, int max) {
        if (value >= min && value <= max) return value;
        throw new Invalid(field, value, min + "–" + max);
    }

    /** Names of nodes and apps with commas between, or {@code *}; empty is null. */
    public static @Nullable String control(String field, String value) {
        String text = value.replaceAll("\\s*,\\s*", ",").strip();
        if (text.isEmpty()) return null;
        if (text.length() <= CONTROL && CONTROLLED.matcher(text).matches()) return text;
        throw new Invalid(
                field, shown(text), "*, or codes of nodes and names of apps with commas between, at most " + CONTROL);
    }

    private static String shown(@Nullable String value) {
        if (value == null || value.isEmpty()) return "missing";
        return Check.shortened(value);
    }
}
