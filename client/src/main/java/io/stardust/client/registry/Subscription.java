package io.stardust.client.registry;

/** A listener that hears of a service until this is closed. */
public interface Subscription extends AutoCloseable {
    /** It hears no more, but for what it is hearing now. */
    @Override
    void close();
}
