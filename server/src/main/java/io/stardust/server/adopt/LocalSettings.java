package io.stardust.server.adopt;

import io.stardust.api.deploy.DeploymentBody;
import io.stardust.api.variable.VariableView;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.LocalDetail;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.server.deploy.Modes;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.variable.VariableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of a local service as those of a deployment. Pure functions. */
final class LocalSettings {
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(pass|pwd|secret|token|key|credential|private|auth|dsn|cookie|salt).*");
    /** A name and a password in a URL, or a key in its usual clothes. */
    private static final Pattern SECRET_VALUE = Pattern.compile("(?s).*(://[^/\\s:@]*:[^/\\s@]+@|-----BEGIN ).*");

    private static final Pattern SECRET_ARGUMENTS = Pattern.compile(
            "(?is).*(pass(word|wd|phrase)?|pwd|secret|token|api[-_.]?key|private[-_.]?key|credentials?)[\"']?[\\s=:]+\\S.*");

    private LocalSettings() {}

    /** Whether the value of a variable is to be kept sealed. */
    static boolean isSecret(String name, String value) {
        return SECRET_NAME.matcher(name).matches()
                || SECRET_VALUE.matcher(value).matches();
    }

    static Map<String, String> variables(ServiceInfo service) {
        Map<String, String> map = service.environmentMap();
        if (map != null) return map;
        String text = service.environments();
        return text == null ? Map.of() : VariableText.read(text);
    }

    /**
     * What to make a deployment of.
     *
     * @param detail all that its agent told; null: nothing but {@code local}
     * @param over what somebody wants otherwise
     * @throws Invalid if the arguments look as if they held a secret: deployments show theirs
     */
    static DeploymentBody body(LocalService local, @Nullable LocalDetail detail, String name, DeploymentBody over) {
        @Nullable ServiceInfo told = detail == null ? null : detail.service();
        boolean all = over.environments() != null || over.environment() != null;
        boolean ours = !all && told != null;
        return new DeploymentBody(
                over.name() == null ? name : over.name(),
                over.displayName(),
                null,
                over.appId(),
                over.enabled(),
                or(over.fileName(), local.fileName()),
                or(over.arguments(), told == null ? null : arguments(over, told)),
                or(over.workingDirectory(), local.workingDirectory()),
                or(over.userName(), local.userName()),
                over.environments(),
                ours && told != null ? environment(told, over) : over.environment(),
                ours ? null : over.environmentSet(),
                ours ? null : over.environmentRemove(),
                over.mode() == null ? mode(local, detail) : over.mode(),
                or(over.allowMultiple(), local.allowMultiple()),
                or(over.maxMemory(), local.maxMemory()),
                or(over.autoStop(), local.autoStop()),
                or(over.reloadOnChange(), local.reloadOnChange()),
                or(over.port(), local.port()),
                or(over.priority(), told == null ? null : told.priority()),
                or(over.oomScoreAdjust(), told == null ? null : told.oomScoreAdjust()),
                or(over.healthCheck(), told == null ? null : told.healthCheck()),
                over.readiness(),
                over.liveness(),
                over.reloadPatterns(),
                over.keep(),
                over.reloadCommand(),
                over.portArgument(),
                over.stopWait(),
                over.drainWait(),
                over.ramp(),
                over.overlapPort(),
                over.multiVersion(),
                over.services(),
                over.templates(),
                over.onConfig(),
                over.logFiles());
    }

    private static @Nullable String arguments(DeploymentBody over, ServiceInfo told) {
        @Nullable String arguments = told.arguments();
        if (arguments == null || over.arguments() != null) return arguments;
        boolean secret = SECRET_ARGUMENTS.matcher(arguments).matches()
                || SECRET_VALUE.matcher(arguments).matches();
        if (!secret) return arguments;
        throw new Invalid("arguments: those in the node's own file look as if they held a secret, which everybody "
                + "who may see the deployment would read (expected: arguments given here; better a secret variable)");
    }

    /** Those told, with what somebody wants otherwise. */
    private static List<VariableView> environment(ServiceInfo told, DeploymentBody over) {
        Map<String, VariableView> all = new LinkedHashMap<>();
        variables(told).forEach((name, value) -> all.put(name, new VariableView(name, value, isSecret(name, value))));
        if (over.environmentRemove() != null) over.environmentRemove().forEach(all::remove);
        if (over.environmentSet() != null) {
            over.environmentSet().forEach(one -> all.put(String.valueOf(one.name()), one));
        }
        return List.copyOf(all.values());
    }

    /** A shadow service without a package runs in its folder, as a standard deployment does. */
    private static String mode(LocalService local, @Nullable LocalDetail detail) {
        DeployMode mode = DeployMode.of(local.mode());
        boolean inItsFolder = mode == DeployMode.SHADOW && detail != null && !detail.packaged();
        return Modes.name(inItsFolder ? DeployMode.STANDARD : mode);
    }

    private static <T> @Nullable T or(@Nullable T asked, @Nullable T told) {
        return asked == null ? told : asked;
    }

    /** What of {@code wanted} means another process than the one that runs, by the names of the API. */
    static List<String> changes(LocalDetail detail, ServiceInfo wanted) {
        @Nullable ServiceInfo told = detail.service();
        if (told == null) return List.of();
        List<String> changes = new ArrayList<>();
        String zip = told.name() + ".zip";
        differ(changes, "fileName", text(told.fileName(), zip), text(wanted.fileName(), zip));
        differ(changes, "arguments", text(told.arguments(), ""), text(wanted.arguments(), ""));
        String usual = "../apps/" + told.name();
        differ(
                changes,
                "workingDirectory",
                text(told.workingDirectory(), usual),
                text(wanted.workingDirectory(), usual));
        differ(changes, "userName", text(told.userName(), ""), text(wanted.userName(), ""));
        differ(changes, "environment", variables(told), variables(wanted));
        differ(changes, "port", told.port(), wanted.port());
        differ(changes, "priority", told.priority(), wanted.priority());
        differ(changes, "oomScoreAdjust", told.oomScoreAdjust(), wanted.oomScoreAdjust());
        DeployMode now = DeployMode.of(told.mode());
        if (now == DeployMode.SHADOW && !detail.packaged()) now = DeployMode.STANDARD;
        differ(changes, "mode", now, DeployMode.of(wanted.mode()));
        return changes;
    }

    private static String text(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }

    private static void differ(List<String> changes, String field, Object told, Object wanted) {
        if (!Objects.equals(told, wanted)) changes.add(field);
    }
}
