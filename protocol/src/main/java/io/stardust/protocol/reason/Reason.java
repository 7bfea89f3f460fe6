package io.stardust.protocol.reason;

import io.stardust.protocol.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why something is as it is: a code, its parameters, and perhaps the reason that is behind it. Whoever shows it words
 * it; {@link #text} is the English of it, for logs and for who knows no codes. Immutable.
 */
public final class Reason {
    /** More causes than that are told in words. */
    public static final int MAX_PARTS = 12;

    private static final int MAX_DATA = 8;
    private static final int MAX_VALUE = 2_000; // characters
    private static final int MAX_ALL = 8_000; // characters
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]{1,24}");
    private static final String TEXT = "text";

    private final String code;
    private final @Nullable Code known;
    private final Map<String, String> data;
    private final @Nullable Reason cause;

    private Reason(String code, @Nullable Code known, Map<String, String> data, @Nullable Reason cause) {
        this.code = code;
        this.known = known;
        this.data = data;
        this.cause = cause;
    }

    /** {@code namesAndValues} are all the parameters of the code's sentence but {@code cause}, each after its name. */
    public static Reason of(Code code, @Nullable Object... namesAndValues) {
        Map<String, String> data = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            data.put(String.valueOf(namesAndValues[i]), String.valueOf(namesAndValues[i + 1]));
        }
        return new Reason(code.wire(), code, Collections.unmodifiableMap(data), null);
    }

    /** What somebody else has worded: a program, a library, another system. */
    public static Reason said(@Nullable String text) {
        return of(Code.SAID, TEXT, String.valueOf(text));
    }

    /** The value of a parameter of kind {@code names} or {@code processes}: the first {@code most} of them. */
    public static String some(List<String> names, int most) {
        String first = String.join("\n", names.subList(0, Math.min(most, names.size())));
        return names.size() <= most ? first : first + "\n+" + (names.size() - most);
    }

    /** The same with what is behind it. */
    public Reason because(Reason behind) {
        if (cause != null) throw new IllegalStateException("it has a cause: " + this);
        return new Reason(code, known, data, behind);
    }

    /** This as the cause of {@code outer}: {@code exited.in(LAST_LINE, "line", line)}. */
    public Reason in(Code outer, @Nullable Object... namesAndValues) {
        return of(outer, namesAndValues).because(this);
    }

    /** Whether it is of that code. */
    public boolean is(Code other) {
        return known == other;
    }

    /** Its English: one clause without a full stop. Of a code that is not known here, its name. */
    public String text() {
        String after = cause == null ? "" : cause.text();
        if (known == null) return after.isEmpty() ? code : code + ": " + after;
        return Sentence.of(known.template(), data, after);
    }

    /** As it travels: this one, then what is behind it. */
    public List<ReasonPart> parts() {
        List<ReasonPart> parts = new ArrayList<>(4);
        for (Reason each = this; each != null; each = each.cause) {
            if (parts.size() == MAX_PARTS - 1 && each.cause != null) {
                parts.add(new ReasonPart(Code.SAID.wire(), Map.of(TEXT, each.text())));
                break;
            }
            parts.add(new ReasonPart(each.code, each.data.isEmpty() ? null : each.data));
        }
        return parts;
    }

    /**
     * Takes what somebody sent. Long values are cut, what may not be shown is replaced.
     *
     * @return null when there is nothing, or when it is not a reason such as these are: the words beside it count then
     */
    public static @Nullable Reason of(@Nullable List<ReasonPart> parts) {
        if (parts == null || parts.isEmpty() || parts.size() > MAX_PARTS) return null;
        Reason reason = null;
        int left = MAX_ALL;
        for (int i = parts.size() - 1; i >= 0; i--) {
            ReasonPart part = parts.get(i);
            if (part == null
                    || part.code() == null
                    || !CODE.matcher(part.code()).matches()) return null;
            Map<String, String> data = part.data() == null ? Map.of() : bounded(part.data());
            if (data == null) return null;
            for (String value : data.values()) left -= value.length();
            if (left < 0) return null;
            reason = new Reason(part.code(), Code.of(part.code()), data, reason);
        }
        return reason;
    }

    private static @Nullable Map<String, String> bounded(Map<String, String> data) {
        if (data.size() > MAX_DATA) return null;
        Map<String, String> bounded = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : data.entrySet()) {
            String value = each.getValue();
            if (value == null || !NAME.matcher(each.getKey()).matches()) return null;
            String cut = value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE);
            bounded.put(each.getKey(), Printable.lines(cut));
        }
        return Collections.unmodifiableMap(bounded);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reason that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** As {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
