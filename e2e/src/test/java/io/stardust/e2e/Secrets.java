package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a test has seen of passwords, tokens and machine secrets; none of it may be found in a log. Thread-safe. */
final class Secrets {
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    void add(String secret) {
        if (secret.length() < 8) throw new IllegalArgumentException("too short to look for: " + secret.length());
        known.add(secret);
    }

    /** Adds what the files of an agent's state call a secret or a token. */
    void addFrom(Path state) throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                addFrom(Doc.of(Files.readAllBytes(file)).value());
            }
        }
    }

    private void addFrom(@Nullable Object json) {
        switch (json) {
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    String name = key.toString().toLowerCase(java.util.Locale.ROOT);
                    boolean telling = name.contains("secret") || name.contains("token");
                    if (telling && value instanceof String text && text.length() >= 8) add(text);
                    addFrom(value);
                });
            case List<?> list -> list.forEach(this::addFrom);
            case null, default -> {}
        }
    }

    int count() {
        return known.size();
    }

    /** Fails, without telling the secret, if one of {@code logs} holds one. */
    void refuseIn(List<Path> logs) throws IOException {
        for (Path log : logs) {
            List<String> telling = Files.readAllLines(log).stream()
                    .filter(line -> known.stream().anyMatch(line::contains))
                    .map(line -> line.substring(0, Math.min(60, line.length())))
                    .toList();
            assertThat(telling).as("lines of %s that hold a secret", log).isEmpty();
        }
    }
}
