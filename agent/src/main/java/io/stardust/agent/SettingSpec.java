package io.stardust.agent;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting as people know it: by this name in the file and as a flag, as {@link #variable} in the environment.
 *
 * @param standard what holds when nobody says otherwise; empty: nothing
 * @param description for {@code --help}, with bounds and unit
 */
record SettingSpec(String name, String standard, String description) {
    /** In the order in which they are printed. */
    static final List<SettingSpec> ALL = List.of(
            new SettingSpec("server", "", "URL of the server; several with commas between, in order of preference"),
            new SettingSpec("data", "", "folder of everything the agent keeps: apps, packages, logs, state"),
            new SettingSpec(
                    "config", "", "file with settings, above those in DATA/agent.json; may name the data folder"),
            new SettingSpec("enrol", "", "enrolment token, used once, while the server does not know the node yet"),
            new SettingSpec("name", "", "how the node is called; otherwise as the host"),
            new SettingSpec("project", "", "project in which a new node arrives; otherwise the default one"),
            new SettingSpec("apps.start-seconds", "3", "a process that is up this long is ready, 0-3600"),
            new SettingSpec("apps.stop-seconds", "10", "between asking a process to end and killing it, 0-3600"),
            new SettingSpec(
                    "apps.reset-seconds",
                    "30",
                    "after running this long, an app's failures are counted from zero again, 0-86400"),
            new SettingSpec(
                    "apps.give-up", "20", "failures in a row after which an app is no longer restarted, 1-100000"),
            new SettingSpec("apps.installs", "8", "apps installed, started or stopped at the same time, 1-64"),
            new SettingSpec("apps.log-mb", "10", "size at which an app's output is rotated, 1-10000"),
            new SettingSpec("apps.log-keep", "5", "rotated parts kept of each app's output, 0-100"),
            new SettingSpec("apps.java-agent", "", "jar that every Java app loads as a Java agent; otherwise none"),
            new SettingSpec("logs.send", "true", "false: what apps print does not go to the server's log centre"),
            new SettingSpec("commands.shell", "false", "true: the server may run shell text on this node"),
            new SettingSpec("commands.shell-seconds", "30", "longest run of such a text, 1-3600"),
            new SettingSpec("commands.reboot", "false", "true: the server may reboot this machine"),
            new SettingSpec("commands.clock", "true", "false: the server may not set this machine's clock"),
            new SettingSpec(
                    "commands.tail", "", "folders whose files may be read from afar besides the apps', with commas"),
            new SettingSpec("upgrade.channel", "Release", "versions of the agent for this node: Release|Beta|Develop"),
            new SettingSpec("upgrade.enabled", "true", "false: the server may not bring this agent to another version"),
            new SettingSpec("spool.steps", "10000", "reports kept while the server is not reachable, 100-1000000"),
            new SettingSpec(
                    "local.port", "5500", "UDP and loopback TCP port for programs on this machine, 0-65535; 0: none"),
            new SettingSpec("packages.keys", "", "public keys whose signed packages are trusted, with commas between"),
            new SettingSpec(
                    "packages.require-signature", "false", "true: packages that none of these keys signed are refused"),
            new SettingSpec("packages.pack-mb", "1024", "largest folder packed for the server, unpacked, 1-4000"),
            new SettingSpec("tls.trust", "", "PEM file of authorities that are trusted besides the usual ones"),
            new SettingSpec("log.level", "info", "error|warn|info|debug"));

    static final String PREFIX = "STARDUST_AGENT_";

    /** The variable that sets it, {@code STARDUST_AGENT_APPS_GIVE_UP}. */
    String variable() {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether its value must not be shown. */
    boolean isSecret() {
        return name.equals("enrol");
    }

    static @Nullable SettingSpec named(String name) {
        for (SettingSpec knob : ALL) if (knob.name.equals(name)) return knob;
        return null;
    }

    static @Nullable SettingSpec ofVariable(String variable) {
        for (SettingSpec knob : ALL) if (knob.variable().equals(variable)) return knob;
        return null;
    }
}
