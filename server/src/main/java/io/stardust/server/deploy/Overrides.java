package io.stardust.server.deploy;

import static io.stardust.server.app.Bounds.MAX_MEMORY;

import io.stardust.api.deploy.PlacementBody;
import io.stardust.api.deploy.ProbeView;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.app.Bounds;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import io.stardust.server.variable.VariableEdit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the overrides of a placement follow from what people ask. Pure functions. */
final class Overrides {
    /** The names that {@code clear} may have. */
    private static final List<String> CLEARABLE = List.of(
            "port",
            "fileName",
            "arguments",
            "workingDirectory",
            "mode",
            "environment",
            "environments",
            "userName",
            "maxMemory",
            "priority",
            "oomScoreAdjust",
            "healthCheck",
            "readiness",
            "liveness",
            "delaySeconds");

    /** A day: who wants to wait longer plans another rollout. */
    private static final int DELAY = 86_400; // s

    private Overrides() {}

    /** What {@code body} asks for upon {@code base}; an absent field keeps the base's value. */
    static Placement merged(PlacementBody body, Placement base, Secrets secrets, long now) {
        if (body.clear() != null) {
            for (String field : body.clear()) {
                if (!CLEARABLE.contains(field))
                    throw new Invalid("clear", Check.shortened(field), String.join(", ", CLEARABLE));
            }
        }
        return new Placement(
                base.id(),
                base.deploymentId(),
                base.nodeId(),
                base.deployName(),
                body.enabled() == null ? base.enabled() : body.enabled(),
                clears(body, "port")
                        ? 0
                        : body.port() == null ? base.port() : Bounds.range("port", body.port(), 0, 65535),
                program(body, base, secrets),
                clears(body, "mode")
                        ? null
                        : body.mode() == null ? base.mode() : body.mode().isEmpty() ? null : Modes.deploy(body.mode()),
                limits(body, base),
                probes(body, base),
                clears(body, "delaySeconds")
                        ? 0
                        : body.delaySeconds() == null
                                ? base.delaySeconds()
                                : Bounds.range("delaySeconds", body.delaySeconds(), 0, DELAY),
                base.ended() && body.enabled() == null,
                base.desired(),
                base.revision(),
                base.createdAt(),
                now);
    }

    private static Program program(PlacementBody body, Placement base, Secrets secrets) {
        return new Program(
                text(body, "fileName", body.fileName(), base.fileName(), Soundness::program),
                text(body, "arguments", body.arguments(), base.arguments(), Soundness::words),
                text(body, "workingDirectory", body.workingDirectory(), base.workingDirectory(), Soundness::folder),
                text(body, "userName", body.userName(), base.userName(), Soundness::account),
                clears(body, "environment") || clears(body, "environments")
                        ? null
                        : variables(body).kept(base.environments(), secrets));
    }

    private static Placement.Limits limits(PlacementBody body, Placement base) {
        @Nullable Integer maxMemory = number(body, "maxMemory", body.maxMemory(), -1, MAX_MEMORY, base.maxMemory());
        return new Placement.Limits(
                maxMemory != null && maxMemory < 0 ? null : maxMemory,
                number(body, "priority", body.priority(), -2, 3, base.priority()),
                number(body, "oomScoreAdjust", body.oomScoreAdjust(), -1000, 1000, base.oomScoreAdjust()));
    }

    private static ProbeTexts probes(PlacementBody body, Placement base) {
        return new ProbeTexts(
                clears(body, "healthCheck")
                        ? null
                        : body.healthCheck() == null
                                ? base.healthCheck()
                                : Bounds.healthCheck("healthCheck", body.healthCheck()),
                probe(body, "readiness", body.readiness(), base.readiness()),
                probe(body, "liveness", body.liveness(), base.liveness()));
    }

    private static boolean clears(PlacementBody body, String field) {
        return body.clear() != null && body.clear().contains(field);
    }

    private static VariableEdit variables(PlacementBody body) {
        return new VariableEdit(
                body.environments(), body.environment(), body.environmentSet(), body.environmentRemove());
    }

    private static @Nullable Integer number(
            PlacementBody body, String field, @Nullable Integer value, int min, int max, @Nullable Integer absent) {
        if (clears(body, field)) return null;
        return value == null ? absent : Integer.valueOf(Bounds.range(field, value, min, max));
    }

    private static @Nullable String probe(
            PlacementBody body, String field, @Nullable ProbeView probe, @Nullable String absent) {
        if (clears(body, field)) return null;
        return probe == null ? absent : Probes.over(field, probe);
    }

    private static @Nullable String text(
            PlacementBody body, String field, @Nullable String value, @Nullable String absent, Judge judge) {
        if (clears(body, field)) return null;
        return value == null ? absent : judge.judge(field, value);
    }

    /** Returns what it is given, null for an empty text, or refuses it. */
    private interface Judge {
        @Nullable
        String judge(String field, @Nullable String value);
    }
}
