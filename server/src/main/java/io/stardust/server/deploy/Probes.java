package io.stardust.server.deploy;

import io.stardust.api.deploy.ProbeView;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.Probe;
import io.stardust.server.app.Bounds;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How probes are checked, kept as JSON, and told. Pure functions. */
final class Probes {
    private static final String NONE = "none";
    private static final List<String> KINDS = List.of("http", "tcp", "exec");

    private Probes() {}

    /** What is kept; null when there is nothing. */
    static @Nullable ProbeView of(@Nullable String kept) {
        return kept == null ? null : Json.PEOPLE.read(kept, ProbeView.class);
    }

    /** What an agent is told. */
    static @Nullable Probe wire(@Nullable String kept) {
        @Nullable ProbeView probe = of(kept);
        if (probe == null || NONE.equals(probe.kind())) return null;
        return new Probe(
                probe.kind(),
                probe.target(),
                or(probe.delayMs()),
                or(probe.periodMs()),
                or(probe.timeoutMs()),
                or(probe.failures()),
                probe.expect());
    }

    private static int or(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** What is kept of a deployment's probe, checked; null when there is to be none. */
    static @Nullable String text(String field, ProbeView asked) {
        return NONE.equals(asked.kind()) ? null : over(field, asked);
    }

    /** What is kept of an override, checked. */
    static String over(String field, ProbeView asked) {
        return Json.PEOPLE.text(checked(field, asked));
    }

    private static ProbeView checked(String field, ProbeView probe) {
        @Nullable String kind = probe.kind();
        if (NONE.equals(kind)) return new ProbeView(NONE, null, null, null, null, null, null);
        if (kind == null || !KINDS.contains(kind)) {
            throw new Invalid(field + ".kind", kind == null ? "missing" : shown(kind), "http, tcp, exec or none");
        }
        @Nullable String asked = Bounds.line(field + ".target", probe.target(), Bounds.ARGUMENTS);
        switch (kind) {
            case "http" -> {
                if (asked == null || !asked.matches("(?i)(https?://[^\\s]+|/[^\\s]*)"))
                    throw new Invalid(field + ".target", shown(asked), "a URL, or a path on the app's port: /health");
            }
            case "tcp" -> {
                if (asked != null && !asked.matches("[^\\s/]+:\\d{1,5}"))
                    throw new Invalid(field + ".target", shown(asked), "host:port, or absent for the app's port");
            }
            default -> {
                if (asked == null) throw new Invalid(field + ".target", "missing", "a command line");
                Soundness.words(field + ".target", asked);
            }
        }
        @Nullable String text = Bounds.line(field + ".expect", probe.expect(), Bounds.PATH);
        if (text != null && !kind.equals("http")) throw new Invalid(field + ".expect", shown(text), "http only");
        return new ProbeView(
                kind,
                asked,
                range(field + ".delayMs", probe.delayMs(), 0, 3_600_000),
                range(field + ".periodMs", probe.periodMs(), 100, 3_600_000),
                range(field + ".timeoutMs", probe.timeoutMs(), 100, 60_000),
                range(field + ".failures", probe.failures(), 1, 100),
                text);
    }

    /** 0 is the default and as good as absent. */
    private static @Nullable Integer range(String field, @Nullable Integer value, int min, int max) {
        return value == null || value == 0 ? null : Integer.valueOf(Bounds.range(field, value, min, max));
    }

    private static String shown(@Nullable String text) {
        if (text == null) return "missing";
        return Check.shortened(text);
    }
}
