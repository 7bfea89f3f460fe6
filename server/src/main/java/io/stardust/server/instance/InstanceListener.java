package io.stardust.server.instance;

/** Hears of instances. Called on whatever thread noticed; be quick. */
public interface InstanceListener {
    /** It logged in, maybe again. */
    void came(Instance instance);

    /** A heartbeat came, or a sign of life over its push channel. */
    void alive(Instance instance);

    /** Its push channel is open. */
    void linked(Instance instance);

    /** Its push channel has ended, which may mean that it has. */
    void unlinked(Instance instance);

    /** It is over. */
    void left(Instance instance, Departure why);

    /** How it is known that an instance is over. */
    enum Departure {
        /** It said good-bye. */
        LOGOUT,
        /** The agent saw its process end. */
        ENDED,
        /** It was silent for too long. */
        SILENT,
        /** Its app was disabled or removed. */
        SHUT_OUT
    }
}
