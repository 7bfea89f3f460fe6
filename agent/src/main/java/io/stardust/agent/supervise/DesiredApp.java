package io.stardust.agent.supervise;

import io.stardust.agent.install.Installed;
import io.stardust.agent.install.Strategy;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.ConfigFile;
import io.stardust.protocol.deploy.ConfigFiles;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.ServiceInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the desired state, checked.
 *
 * @param packageHash Of the package, lower-case hex; empty = the app has none.
 * @param config Digest of its files that are made of config; empty = it has none.
 * @param settings Digest of everything a process is started with but the package; another one means another process.
 */
record DesiredApp(
        DeployInfo deploy,
        String name,
        ServiceInfo service,
        Goal goal,
        Strategy strategy,
        String packageHash,
        String config,
        String settings) {
    /** What people want of it. */
    enum Goal {
        RUNNING,
        STOPPED,
        REMOVED
    }

    /** @param name A checked service name. */
    static DesiredApp of(DeployInfo deploy, String name, ServiceInfo service) {
        String hash = present(deploy.sha256()) ? deploy.sha256() : deploy.hash();
        return new DesiredApp(
                deploy,
                name,
                service,
                goal(deploy.desired(), service.enable()),
                Strategy.of(service),
                hash == null ? "" : hash.toLowerCase(Locale.ROOT),
                config(deploy.config()),
                settings(service));
    }

    private static Goal goal(@Nullable String desired, boolean enable) {
        return switch (Objects.requireNonNullElse(desired, "")) {
            case "removed" -> Goal.REMOVED;
            case "stopped" -> Goal.STOPPED;
            case "running" -> Goal.RUNNING;
            default -> enable ? Goal.RUNNING : Goal.STOPPED; // another server says it so
        };
    }

    private static String config(@Nullable ConfigFiles made) {
        if (made == null || made.files().isEmpty()) return "";
        StringBuilder all = new StringBuilder();
        for (ConfigFile each : made.files())
            all.append(each.path()).append('\0').append(each.sha256()).append('\0');
        return Hashes.sha256Hex(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    private static boolean present(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static String settings(ServiceInfo service) {
        String all = String.join(
                "\0",
                Objects.toString(service.fileName(), ""),
                Objects.toString(service.arguments(), ""),
                Objects.toString(service.workingDirectory(), ""),
                Objects.toString(service.userName(), ""),
                Objects.toString(service.environments(), ""),
                DeployMode.of(service.mode()).name(),
                Integer.toString(service.oomScoreAdjust()),
                Integer.toString(service.priority()),
                Integer.toString(service.port()));
        if (service.environmentMap() != null) all += "\0" + service.environmentMap();
        if (service.portArgument() != null) all += "\0" + service.portArgument();
        return Hashes.sha256Hex(all.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    /**
     * The same, run at the second of its two ports, or at the first; where it has one only, at that. The processes of
     * both are told apart by the port, which is a setting like any other.
     */
    DesiredApp at(boolean other) {
        int beside = service.overlapPort();
        if (!other || beside <= 0 || service.port() == beside) return this;
        ServiceInfo moved = service.at(beside);
        return of(deploy.with(moved), name, moved);
    }

    /** It is run at the second of its two ports. */
    boolean second() {
        return service.overlapPort() > 0 && service.port() == service.overlapPort();
    }

    /**
     * A release of it may be started beside the one that runs: it has two ports, its programs are in folders of their
     * own, nothing but the port tells its processes apart, and a probe of it asks the one that it is about.
     */
    boolean overlaps() {
        return service.overlapPort() > 0
                && service.port() > 0
                && strategy instanceof Strategy.Shadow
                && multiple()
                && !service.reloadOnChange()
                && Health.asksAt(service, service.overlapPort());
    }

    /** It counts as up when its probe says so or when it listens at its port, not when it has lived for a while. */
    boolean gated() {
        return Health.readiness(service) != null || asksPort();
    }

    /** No probe says whether it is up, but it has a port: it is up when it listens there. */
    boolean asksPort() {
        return service.port() > 0 && strategy.guards() && Health.readiness(service) == null;
    }

    /** Between the request to end and the kill. */
    Duration stopWait(SupervisorSettings usual) {
        return service.stopWait() > 0 ? Duration.ofSeconds(service.stopWait()) : usual.stopWait();
    }

    /** Of this machine's own file: the platform does not know it. */
    boolean local() {
        return deploy.id() < 0;
    }

    /** The same, not to run any more. */
    DesiredApp ended() {
        DeployInfo d = deploy;
        DeployInfo stopped = new DeployInfo(
                d.id(),
                d.name(),
                d.version(),
                d.url(),
                d.hash(),
                d.overwrite(),
                d.mode(),
                d.service(),
                d.sha256(),
                d.size(),
                d.releaseId(),
                d.revision(),
                "stopped",
                d.restarts(),
                d.rolloutId(),
                d.manifest(),
                d.manifestSha256(),
                d.signature(),
                d.signedBy(),
                d.reinstalls(),
                d.services(),
                d.config());
        return new DesiredApp(stopped, name, service, Goal.STOPPED, strategy, packageHash, config, settings);
    }

    boolean task() {
        return strategy instanceof Strategy.Task;
    }

    /** Names one run of a task: each happens once. */
    String taskRun() {
        return deploy.releaseId() + "/" + packageHash + "/" + deploy.restarts();
    }

    /** Names what its host is to be told of; empty = it need not know. */
    String siteOrder() {
        boolean toTell = present(service.reloadCommand()) || present(service.userName()) || !config.isEmpty();
        if (strategy.starts() || !toTell) return "";
        String again = deploy.reinstalls() > 0 ? "/" + deploy.reinstalls() : "";
        return "site/" + taskRun() + again + (config.isEmpty() ? "" : "/" + config);
    }

    /** What happens to a process that runs when its files change that are made of config. */
    OnConfig onConfig() {
        String said = deploy.config() == null ? null : deploy.config().onChange();
        return switch (Objects.requireNonNullElse(said, "")) {
            case "none" -> OnConfig.NONE;
            case "reload" -> OnConfig.RELOAD;
            default -> OnConfig.RESTART;
        };
    }

    /** See {@link #onConfig}. */
    enum OnConfig {
        RESTART,
        RELOAD,
        NONE
    }

    /** Several processes of one program are meant, so none may be taken on by its looks. */
    boolean multiple() {
        return service.allowMultiple() || service.mode() == DeployMode.LEGACY_MULTIPLE;
    }

    /** True if reaching {@code other} instead is another piece of work. */
    boolean differs(DesiredApp other) {
        return goal != other.goal
                || deploy.restarts() != other.deploy.restarts()
                || deploy.releaseId() != other.deploy.releaseId()
                || deploy.rolloutId() != other.deploy.rolloutId()
                || differsOnDisk(other)
                || !config.equals(other.config)
                || !settings.equals(other.settings);
    }

    /** True if people chose a release anew since {@code earlier}, be it the same. */
    boolean publishedSince(DesiredApp earlier) {
        return deploy.rolloutId() != earlier.deploy.rolloutId() || deploy.releaseId() != earlier.deploy.releaseId();
    }

    /** True if what has to be on disk differs. */
    boolean differsOnDisk(DesiredApp other) {
        return !packageHash.equals(other.packageHash)
                || deploy.reinstalls() != other.deploy.reinstalls()
                || !Installed.optionsOf(deploy).equals(Installed.optionsOf(other.deploy))
                || !strategy.getClass().equals(other.strategy.getClass())
                || !Objects.equals(service.workingDirectory(), other.service.workingDirectory());
    }
}
