package io.stardust.server.http;

import io.stardust.server.http.ApiException.Invalid;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Several {@link AddressPattern}s; kept as one text with commas between. Immutable. */
public final class AddressList {
    private static final int MOST = 100;

    private final List<AddressPattern> patterns;

    private AddressList(List<AddressPattern> patterns) {
        this.patterns = patterns;
    }

    /** The list that {@link #text} made of its patterns; null: the empty one. */
    public static AddressList of(@Nullable String text) {
        return new AddressList(items(text).stream().map(AddressPattern::of).toList());
    }

    /** What people wrote, as it is kept; null when they named none. {@code field} is for the message. */
    public static @Nullable String text(String field, List<String> written) {
        if (written.isEmpty()) return null;
        if (written.size() > MOST) throw new Invalid(field, written.size() + " addresses", "at most " + MOST);
        return written.stream()
                .map(one -> AddressPattern.of(field, one).toString())
                .distinct()
                .collect(Collectors.joining(","));
    }

    /** What is kept, one by one. */
    public static List<String> items(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(","));
    }

    /** True when it names none. */
    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** True when one of them means {@code address}. */
    public boolean matches(String address) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(address));
    }
}
