package io.stardust.cli.http;

import io.stardust.protocol.FileFailure;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** The saved login, {@code credentials.json}, readable by its owner alone. Not thread-safe. */
public final class LoginFile {
    private final Path file;

    public LoginFile(Path folder) {
        this.file = folder.resolve("credentials.json");
    }

    /** The folder: {@code STARDUST_HOME}, else {@code ~/.config/stardust}. */
    public static Path folder(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("STARDUST_HOME", "");
        return own.isBlank() ? home.resolve(".config").resolve("stardust") : Path.of(own);
    }

    /** What was saved; empty when nothing was. */
    public Optional<Login> read() {
        try {
            return Optional.of(Json.TOLERANT.read(Files.readAllBytes(file), Login.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | Json.BadJson e) {
            throw Failure.failed(
                    "%s is not readable (%s); delete it and sign in again".formatted(file, FileFailure.why(e)));
        }
    }

    /** Saves, whole or not at all. */
    public void write(Login login) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) throw new IOException("no folder");
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "credentials", ".tmp", ownerOnly(folder));
            try {
                Files.write(temporary, (Json.TOLERANT.pretty(login) + "\n").getBytes(StandardCharsets.UTF_8));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw Failure.failed("cannot save the login in %s: %s".formatted(file, FileFailure.why(e)));
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Forgets; nothing happens when nothing was saved. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Failure.failed("cannot remove %s: %s".formatted(file, FileFailure.why(e)));
        }
    }
}
