package io.stardust.server.access;

import io.stardust.server.change.Changes;
import io.stardust.server.http.ApiException.Invalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a start does while there is no administrator yet: makes one from a password file, or draws a set-up code. */
public final class FirstStart {
    private final PersonStore store;
    private final People people;
    private final Changes changes;
    private final RandomGenerator random;
    private final @Nullable Path passwordFile;

    /** {@code passwordFile} holds the password of {@code admin}; null: a set-up code is drawn. */
    public FirstStart(
            PersonStore store, People people, Changes changes, RandomGenerator random, @Nullable Path passwordFile) {
        this.store = store;
        this.people = people;
        this.changes = changes;
        this.random = random;
        this.passwordFile = passwordFile;
    }

    /** Returns the set-up code to show; empty when none is needed. Every call draws a fresh one and ends the last. */
    public Optional<String> run() {
        if (store.anybody()) return Optional.empty();
        if (passwordFile != null) {
            people.administrator("admin", password(passwordFile));
            return Optional.empty();
        }
        String code = SetupCode.draw(random);
        changes.write("system", tx -> {
            ProjectStore.date(tx.sql(), tx.now().toEpochMilli());
            AccessStore.putCode(tx.sql(), SetupCode.hash(code), tx.now().toEpochMilli());
            return code;
        });
        return Optional.of(code);
    }

    private static String password(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("admin-password-file: %s cannot be read (%s)".formatted(file, e), e);
        }
        try {
            return Passwords.checked("admin-password-file", text.replaceAll("[\\r\\n]+$", ""));
        } catch (Invalid e) {
            throw new IllegalArgumentException(e.detail(), e);
        }
    }
}
