package io.stardust.client.config;

import java.lang.System.Logger.Level;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is made of the values anew with each release. Thread-safe. */
final class Bound<T> implements Supplier<T> {
    private final Function<Values, T> maker;
    private volatile T made;

    /** @throws RuntimeException what {@code maker} throws of the first values */
    Bound(Function<Values, T> maker, Values first) {
        this.maker = maker;
        this.made = maker.apply(first);
    }

    @Override
    public T get() {
        return made;
    }

    /** What cannot be made of the new ones stays as it was made of the old. */
    void renew(Values values) {
        try {
            made = maker.apply(values);
        } catch (RuntimeException e) { // a border: the app's own code
            Config.LOG.log(Level.ERROR, "version " + values.version() + " of the config is not taken by its reader", e);
        }
    }
}
