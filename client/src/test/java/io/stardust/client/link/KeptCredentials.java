package io.stardust.client.link;

import org.jspecify.annotations.Nullable;

/** Keeps a pair in memory. */
final class KeptCredentials implements Credentials {
    private volatile @Nullable Pair pair;

    KeptCredentials(@Nullable Pair pair) {
        this.pair = pair;
    }

    @Override
    public @Nullable Pair load() {
        return pair;
    }

    @Override
    public void store(Pair pair) {
        this.pair = pair;
    }
}
