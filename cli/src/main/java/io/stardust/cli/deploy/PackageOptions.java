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
            description = "Version of the new release, default: the current time; without a file: the release to use.")
    private @Nullable String version;

    @Option(names = "--package", paramLabel = "MODE", description = "Package type: partial, standard or full.")
    private @Nullable String mode;

    @Option(
            names = "--overwrite",
            paramLabel = "FILES",
            description = "Configuration files to overwrite, e.g. \"*.json;conf/*\".")
    private @Nullable String overwrite;

    @Option(
            names = "--os",
            paramLabel = "OS",
            description = "Operating system: linux, linux-musl, windows or osx; default: any.")
    private @Nullable String os;

    @Option(names = "--arch", paramLabel = "ARCH", description = "CPU: x64, arm64, ...; default: any.")
    private @Nullable String arch;

    @Option(names = "--note", paramLabel = "TEXT", description = "Release note.")
    private @Nullable String note;

    @Option(
            names = "--sign-key",
            paramLabel = "KEY",
            description = "Sign the package with this key file (stardust key create).")
    private @Nullable Path signKey;

    @Nullable
    String version() {
        return version;
    }

    @Nullable
    String note() {
        return note;
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
