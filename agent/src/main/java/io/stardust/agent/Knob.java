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
record Knob(String name, String standard, String description) {
    /** In the order in which they are printed. */
    static final List<Knob> ALL = List.of(
            new Knob("server", "", "URL of the server; several with commas between, in order of preference"),
            new Knob("data", "", "folder of everything the agent keeps: apps, packages, logs, state"),
            new Knob("config", "", "file with settings, above those in DATA/agent.json; may name the data folder"),
            new Knob("enrol", "", "enrolment token, used once, while the server does not know the node yet"),
            new Knob("name", "", "how the node is called; otherwise as the host"),
            new Knob("project", "", "project in which a new node arrives; otherwise the default one"),
            new Knob("apps.start-seconds", "3", "a process that is up this long is ready, 0-3600"),
            new Knob("apps.stop-seconds", "10", "between asking a process to end and killing it, 0-3600"),
            new Knob(
                    "apps.reset-seconds",
                    "30",
                    "after running this long, an app's failures are counted from zero again, 0-86400"),
            new Knob("apps.give-up", "20", "failures in a row after which an app is no longer restarted, 1-100000"),
            new Knob("apps.installs", "8", "apps installed, started or stopped at the same time, 1-64"),
            new Knob("apps.log-mb", "10", "size at which an app's output is rotated, 1-10000"),
            new Knob("apps.log-keep", "5", "rotated parts kept of each app's output, 0-100"),
            new Knob("apps.java-agent", "", "jar that every Java app loads as a Java agent; otherwise none"),
            new Knob("commands.shell", "false", "true: the server may run shell text on this node"),
            new Knob("commands.shell-seconds", "30", "longest run of such a text, 1-3600"),
            new Knob("commands.reboot", "false", "true: the server may reboot this machine"),
            new Knob("commands.clock", "true", "false: the server may not set this machine's clock"),
            new Knob("commands.tail", "", "folders whose files may be read from afar besides the apps', with commas"),
            new Knob("upgrade.channel", "Release", "versions of the agent for this node: Release|Beta|Develop"),
            new Knob("upgrade.enabled", "true", "false: the server may not bring this agent to another version"),
            new Knob("spool.steps", "10000", "reports kept while the server is not reachable, 100-1000000"),
            new Knob("local.port", "5500", "UDP and loopback TCP port for programs on this machine, 0-65535; 0: none"),
            new Knob("packages.keys", "", "public keys whose signed packages are trusted, with commas between"),
            new Knob(
                    "packages.require-signature", "false", "true: packages that none of these keys signed are refused"),
            new Knob("packages.pack-mb", "1024", "largest folder packed for the server, unpacked, 1-4000"),
            new Knob("tls.trust", "", "PEM file of authorities that are trusted besides the usual ones"),
            new Knob("log.level", "info", "error|warn|info|debug"));

    static final String PREFIX = "STARDUST_AGENT_";

    /** The variable that sets it, {@code STARDUST_AGENT_APPS_GIVE_UP}. */
    String variable() {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether its value must not be shown. */
    boolean isSecret() {
        return name.equals("enrol");
    }

    static @Nullable Knob named(String name) {
        for (Knob knob : ALL) if (knob.name.equals(name)) return knob;
        return null;
    }

    static @Nullable Knob ofVariable(String variable) {
        for (Knob knob : ALL) if (knob.variable().equals(variable)) return knob;
        return null;
    }
}
