package io.stardust.agent.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Packages of an agent that is a shell script, for tests of what is done with packages. */
final class FakeProgram {
    private FakeProgram() {}

    /** Unpacked in {@code folder}; {@code script} is what its {@code bin/agent} does. */
    static PackageTree tree(Path folder, String version, String script) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("share"));
        Files.writeString(folder.resolve("VERSION"), version + " " + script.hashCode() + "\n");
        executable(folder.resolve("bin/agent"), "#!/bin/sh\n" + script);
        Path packaging = Path.of("../packaging/agent");
        executable(folder.resolve("share/stardust-agent"), Files.readString(packaging.resolve("stardust-agent")));
        Files.copy(packaging.resolve("stardust-agent.service"), folder.resolve("share/stardust-agent.service"));
        return new PackageTree(folder);
    }

    /** The same as a tar.gz in {@code scratch}. */
    static Path packed(Path scratch, String version, String script) throws IOException, InterruptedException {
        String name = "agent-" + version;
        tree(scratch.resolve(name), version, script);
        Path file = scratch.resolve(name + ".tar.gz");
        Process tar = new ProcessBuilder("tar", "-czf", file.toString(), "-C", scratch.toString(), name)
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) throw new IOException("tar failed");
        return file;
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
