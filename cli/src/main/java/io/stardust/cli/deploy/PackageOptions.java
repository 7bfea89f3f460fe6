package io.stardust.cli.deploy;

import io.stardust.cli.http.Api;
import io.stardust.cli.sign.KeyFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said about a package when it is uploaded. Filled by picocli. */
final class PackageOptions {
    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "Of the release; default: the time. Without a file: which release to use.")
    private @Nullable String version;

    @Option(
            names = "--package",
            paramLabel = "MODE",
            description = "How much of the app it holds: partial, standard or full.")
    private @Nullable String mode;

    @Option(
            names = "--overwrite",
            paramLabel = "FILES",
            description = "Files to overwrite though they hold configuration, e.g. \"*.json;conf/*\".")
    private @Nullable String overwrite;

    @Option(
            names = "--os",
            paramLabel = "OS",
            description = "Runs on: linux, linux-musl, windows or osx; default: any.")
    private @Nullable String os;

    @Option(names = "--arch", paramLabel = "ARCH", description = "Its processor: x64, arm64, ...; default: any.")
    private @Nullable String arch;

    @Option(names = "--note", paramLabel = "TEXT", description = "What is new in it.")
    private @Nullable String note;

    @Option(
            names = "--sign-key",
            paramLabel = "KEY",
            description = "Signs the package with this key file (stardust key create).")
    private @Nullable Path signKey;

    @Nullable
    String version() {
        return version;
    }

    /** Where to send {@code file}, with what is said about it. */
    String query(String path, Path file) {
        String said = Api.query(
                path, "version", version, "mode", mode, "overwrite", overwrite, "os", os, "arch", arch, "note", note);
        if (signKey == null) return said;
        KeyFile key = KeyFile.read(signKey);
        return Api.query(said, "signature", key.sign(file), "keyId", key.key().id());
    }
}
