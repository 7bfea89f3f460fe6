package io.stardust.agent.service;

import java.nio.file.Path;

/**
 * Where the agent lies on a machine, all below {@code root}, which is {@code /} but for images and tests. Immutable.
 */
public record Places(Path root) {
    /** Of this machine itself. */
    public static final Path MACHINE = Path.of("/");

    /** Whether this is the machine we run on, whose service can be started. */
    public boolean isMachine() {
        return root.equals(MACHINE);
    }

    /** The folder of the program's versions. */
    public Path home() {
        return root.resolve("opt/stardust-agent");
    }

    /** The settings, which may hold the enrolment token. */
    public Path config() {
        return root.resolve("etc/stardust-agent/agent.json");
    }

    /** The data, unless the settings name another folder. */
    public Path data() {
        return root.resolve("var/lib/stardust-agent");
    }

    /** The service's unit as {@link Installation} writes it. */
    public Path unit() {
        return root.resolve("etc/systemd/system/stardust-agent.service");
    }

    /** The link that makes systemd start the service with the machine. */
    public Path enabled() {
        return root.resolve("etc/systemd/system/multi-user.target.wants/stardust-agent.service");
    }

    /** The service's unit as a package of the distribution brings it. */
    public Path packagedUnit() {
        return root.resolve("lib/systemd/system/stardust-agent.service");
    }

    /** The program on everybody's path. */
    public Path command() {
        return root.resolve("usr/local/bin/stardust-agent");
    }

    /** {@code path} of that machine, seen from here. */
    public Path under(Path path) {
        return isMachine() || !path.isAbsolute() ? path : root.resolve(MACHINE.relativize(path));
    }

    /** {@code path} as that machine calls it. */
    public Path inside(Path path) {
        return isMachine() ? path : MACHINE.resolve(root.relativize(path));
    }
}
