package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A question put to a running app again and again. Numbers that are absent mean the agent's default. */
@Json
public record Probe(
        String kind,
        @Nullable String target,
        @Nullable Integer delayMs,
        @Nullable Integer periodMs,
        @Nullable Integer timeoutMs,
        @Nullable Integer failures,
        @Nullable String expect) {
    /**
     * From one word of the command line: {@code http:/health}, {@code http://host/x}, {@code tcp}, {@code tcp:host:80},
     * {@code exec:check --fast}, {@code none}.
     */
    public static Probe of(String option, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) return bare("http", text);
        int colon = text.indexOf(':');
        String kind = colon < 0 ? lower : lower.substring(0, colon);
        String target = colon < 0 ? null : text.substring(colon + 1);
        return switch (kind) {
            case "http", "tcp", "exec", "none" -> bare(kind, target);
            default ->
                throw Failure.usage(
                        "--%s: %s (expected: http:/path, http://url, tcp, tcp:host:port, exec:command or none)"
                                .formatted(option, text));
        };
    }

    private static Probe bare(String kind, @Nullable String target) {
        return new Probe(kind, target, null, null, null, null, null);
    }
}
