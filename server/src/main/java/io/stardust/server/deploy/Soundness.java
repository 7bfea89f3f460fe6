package io.stardust.server.deploy;

import io.stardust.protocol.deploy.CommandLine;
import io.stardust.server.app.Bounds;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a deployment's texts can be judged before an agent stops anything for them. Each check returns what it was
 * given, null for null and for an empty text, or throws {@link Invalid}. Pure functions.
 */
final class Soundness {
    private static final Pattern ACCOUNT =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.@\\\\-]*( [\\p{L}\\p{N}_.@\\\\-]+)*\\$?");
    private static final Pattern WITH_ARGUMENTS = Pattern.compile(
            "(?i)(sh|bash|zsh|java|javaw|python[0-9.]*|node|npm|npx|dotnet|php|ruby|perl|nohup|sudo|env|exec|cmd|powershell)"
                    + "(\\.exe)?\\s+\\S.*");
    private static final Pattern UPWARDS = Pattern.compile("(.*[/\\\\])?\\.\\.([/\\\\].*)?");

    private static final int LOG_FILES = 20;

    private Soundness() {}

    /** A program, script or package. */
    static @Nullable String program(String field, @Nullable String value) {
        @Nullable String text = Bounds.line(field, value, Bounds.PATH);
        if (text == null) return null;
        if (WITH_ARGUMENTS.matcher(text.strip()).matches()) {
            throw new Invalid(field, Check.shortened(text), "the program alone; what follows it goes into arguments");
        }
        if (UPWARDS.matcher(text).matches() || text.isBlank() || text.endsWith("/") || text.endsWith("\\")) {
            throw new Invalid(
                    field,
                    Check.shortened(text),
                    "a file of the package, a command, or the absolute path of a program");
        }
        return text;
    }

    /** Arguments, or a command with its arguments. */
    static @Nullable String words(String field, @Nullable String value) {
        @Nullable String text = Bounds.line(field, value, Bounds.ARGUMENTS);
        if (text == null) return null;
        try {
            CommandLine.split(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new Invalid(field, Check.shortened(text), "each quote closed; " + e.getMessage());
        }
    }

    /** An account of the machine; whether it is there, its agent knows. */
    static @Nullable String account(String field, @Nullable String value) {
        @Nullable String text = Bounds.line(field, value, Bounds.USER_NAME);
        if (text == null || ACCOUNT.matcher(text).matches()) return text;
        throw new Invalid(field, Check.shortened(text), "the name of an account, such as www-data or DOMAIN\\user");
    }

    /** Files of an app, below its work directory or with an absolute path, {@code ;} between them. */
    static @Nullable String logFiles(String field, @Nullable String value) {
        @Nullable String text = Bounds.line(field, value, Bounds.OVERWRITE);
        if (text == null) return null;
        String[] all = text.split(";", -1);
        boolean sound = all.length <= LOG_FILES;
        for (String one : all) {
            String path = one.strip();
            sound &= !path.isEmpty()
                    && !path.endsWith("/")
                    && !UPWARDS.matcher(path).matches();
        }
        if (sound) return text;
        throw new Invalid(
                field,
                Check.shortened(text),
                "at most %d files such as logs/*.log, with ';' between them, none with '..'".formatted(LOG_FILES));
    }

    /** A folder that an app may have for itself. */
    static @Nullable String folder(String field, @Nullable String value) {
        @Nullable String text = Bounds.line(field, value, Bounds.PATH);
        if (text == null) return null;
        if (text.isBlank()) throw new Invalid(field, "blanks only", "a folder, or nothing for apps/NAME of the agent");
        if (Folder.of(text, "").system()) {
            throw new Invalid(
                    field,
                    Check.shortened(text),
                    "a folder for this app alone, such as /srv/shop; not one of the system");
        }
        return text;
    }
}
