package io.stardust.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which keys the app has read, and which in vain, until the server was told. Thread-safe. */
final class ReadKeys implements Values.Reading {
    private static final int MOST = 1_000; // told at once
    private static final int MOST_CHARACTERS = 30_000; // a server reads no longer text
    private static final int LONGEST = 256; // no item has a longer key

    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    /** What is told with one question. */
    record Batch(List<String> used, List<String> missed) {
        /** Keys with commas between them; null: none. */
        static @Nullable String text(List<String> keys) {
            return keys.isEmpty() ? null : String.join(",", keys);
        }
    }

    @Override
    public void read(String key, boolean there) {
        Set<String> of = there ? used : missed;
        if (of.contains(key) || of.size() >= MOST) return;
        // commas stand between the keys that are told
        if (!key.isBlank() && key.length() <= LONGEST && key.indexOf(',') < 0) of.add(key);
    }

    /** What is not told yet; the rest comes with the next. */
    Batch next() {
        return new Batch(some(used), some(missed));
    }

    private static List<String> some(Set<String> keys) {
        List<String> some = new ArrayList<>();
        int characters = 0;
        for (String key : keys) {
            characters += key.length() + 1;
            if (some.size() == MOST || characters > MOST_CHARACTERS) break;
            some.add(key);
        }
        return some;
    }

    /** The server knows {@code batch}. */
    void told(Batch batch) {
        batch.used().forEach(used::remove);
        batch.missed().forEach(missed::remove);
    }
}
