package io.stardust.server.http;

import org.jspecify.annotations.Nullable;

/**
 * From where the request came that this thread serves. It is bound around a whole request, so that what is recorded of
 * a change can name it without every method in between passing it on, or forgetting to.
 */
public final class Origin {
    private static final ScopedValue<String> ADDRESS = ScopedValue.newInstance();

    private Origin() {}

    /** Runs {@code work} as asked for from {@code address}. */
    public static void at(String address, Runnable work) {
        ScopedValue.where(ADDRESS, address).run(work);
    }

    /** The address; null on threads that serve no request. */
    public static @Nullable String address() {
        return ADDRESS.isBound() ? ADDRESS.get() : null;
    }
}
