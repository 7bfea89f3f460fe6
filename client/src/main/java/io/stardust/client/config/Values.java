package io.stardust.client.config;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All values of one release, which never change: whoever reads several of them reads what belongs together. Immutable,
 * but for the notes of which keys are read; thread-safe.
 */
public final class Values {
    private final long version;
    private final String scope;
    private final SortedMap<String, String> values;
    private final Reading reading;

    /** Hears which keys the app reads. */
    interface Reading {
        /** {@code there}: whether the key has a value. */
        void read(String key, boolean there);
    }

    Values(long version, String scope, Map<String, String> values, Reading reading) {
        this.version = version;
        this.scope = scope;
        this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        this.reading = reading;
    }

    /** Grows with each change; 0: the server has not answered yet. */
    public long version() {
        return version;
    }

    /** For which environment they are; empty: for none. */
    public String scope() {
        return scope;
    }

    /** The keys, sorted. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** All of them, sorted by key; that these were read is not noted. */
    public SortedMap<String, String> all() {
        return values;
    }

    /** The value, which may be empty; null when there is none. */
    public @Nullable String get(String key) {
        String value = values.get(key);
        reading.read(key, value != null);
        return value;
    }

    /** The value; {@code absent} when there is none. */
    public String get(String key, String absent) {
        String value = get(key);
        return value == null ? absent : value;
    }

    /**
     * A whole number; {@code absent} when there is none, or it is blank.
     *
     * @throws IllegalArgumentException if it is no whole number, or too large
     */
    public int getInt(String key, int absent) {
        return read(key, absent, "a whole number", number(BigDecimal::intValueExact));
    }

    /** As {@link #getInt}. */
    public long getLong(String key, long absent) {
        return read(key, absent, "a whole number", number(BigDecimal::longValueExact));
    }

    /**
     * A number; {@code absent} when there is none, or it is blank.
     *
     * @throws IllegalArgumentException if it is no number
     */
    public double getDouble(String key, double absent) {
        return read(key, absent, "a number", number(BigDecimal::doubleValue));
    }

    /**
     * {@code true} or {@code false}, in any case; {@code absent} when there is none, or it is blank.
     *
     * @throws IllegalArgumentException if it is another word
     */
    public boolean getBoolean(String key, boolean absent) {
        return read(key, absent, "true or false", Values::truth);
    }

    private static @Nullable Boolean truth(String text) {
        if (text.equalsIgnoreCase("true")) return true;
        return text.equalsIgnoreCase("false") ? false : null;
    }

    /** {@code reader} returns null for what is none. The value may be a secret: no message tells it. */
    private <T> T read(String key, T absent, String expected, Function<String, @Nullable T> reader) {
        String value = get(key);
        if (value == null || value.isBlank()) return absent;
        @Nullable T read = reader.apply(value.strip());
        if (read == null) throw new IllegalArgumentException("the config's " + key + " is not " + expected);
        return read;
    }

    private static <T> Function<String, @Nullable T> number(Function<BigDecimal, T> exact) {
        return text -> {
            try {
                return exact.apply(new BigDecimal(text));
            } catch (ArithmeticException | NumberFormatException e) {
                return null;
            }
        };
    }

    /** Without the values, which may be secrets. */
    @Override
    public String toString() {
        return "Values[version " + version + ", " + values.size() + " keys]";
    }
}
