package io.stardust.client.link;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps the code and secret that a server issued. Called from one thread at a time; must survive a restart. */
public interface Credentials {
    /** Returns what was kept last, or null on a first start. */
    @Nullable
    Pair load();

    /** Keeps {@code pair} durably: without it the server takes the next start for a stranger. */
    void store(Pair pair) throws IOException;

    /** A code and its secret; the text form hides the secret. */
    record Pair(String code, String secret) {
        @Override
        public String toString() {
            return "Pair[code=" + code + ", secret=***]";
        }
    }
}
