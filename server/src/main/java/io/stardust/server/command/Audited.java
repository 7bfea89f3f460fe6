package io.stardust.server.command;

import io.stardust.api.command.CommandView;
import io.stardust.server.http.Check;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An order as the change table shows it: cut, and without what looks like a secret. */
final class Audited {
    private static final int RESULT_CHARS = 500;
    private static final int ARGUMENT_CHARS = 2_000;

    /**
     * {@code password=…}, {@code "token": "…"}, {@code --secret …}, {@code Bearer …}: the second group is the secret.
     */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|bearer)[\"']?\\s*[=: ]\\s*[\"']?)([^\\s\"',;&]+)");

    private Audited() {}

    static CommandView of(Command command) {
        CommandView view = command.view();
        // what a file holds is not ours to keep
        @Nullable String result = command.command().equals("file/tail") ? size(view.result()) : view.result();
        return new CommandView(
                view.id(),
                view.nodeId(),
                view.command(),
                masked(view.argument(), ARGUMENT_CHARS),
                view.status(),
                masked(result, RESULT_CHARS),
                view.times(),
                view.createdAt(),
                view.createdBy(),
                view.startAt(),
                view.expireAt(),
                view.finishedAt());
    }

    private static @Nullable String size(@Nullable String result) {
        return result == null ? null : result.length() + " characters";
    }

    /** Cut after masking: half a secret is one, too. */
    private static @Nullable String masked(@Nullable String text, int limit) {
        if (text == null) return null;
        String masked = SECRET.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)) + "***");
        return Check.shortened(masked, limit);
    }
}
