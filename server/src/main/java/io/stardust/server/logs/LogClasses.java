package io.stardust.server.logs;

import io.stardust.telemetry.store.Keep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The retention classes of logs: {@link #STANDARD}, then those that the setting {@code logs.classes} names. Immutable.
 */
public record LogClasses(List<Keep> keeps) {
    /** That of apps that name none. */
    public static final String STANDARD = "standard";

    /** How the setting's text is written. */
    public static final String FORM =
            "at most 3 of NAME:DAYS:SIZE with commas between, as audit:365:20g; NAME: a letter a-z, then up to 30 of a-z 0-9 -, each once, not standard; DAYS: 1–3650; SIZE: 64m–1t";

    private static final int MORE = 3;
    private static final long MIN_BYTES = 64L << 20;
    private static final long MAX_BYTES = 1L << 40;
    private static final Pattern PART = Pattern.compile("([a-z][a-z0-9-]{0,30}):(\\d{1,4}):(\\d{1,13})([mgt]?)");

    public LogClasses {
        keeps = List.copyOf(keeps);
    }

    /**
     * Those for what is set.
     *
     * @param days of the standard class
     * @param maxBytes of the standard class
     * @param more the text of the setting; empty: no others
     * @throws IllegalArgumentException if that is not written as {@link #FORM} says
     */
    public static LogClasses of(int days, long maxBytes, String more) {
        List<Keep> keeps = new ArrayList<>();
        keeps.add(new Keep(STANDARD, days, maxBytes));
        Set<String> names = new HashSet<>(Set.of(STANDARD));
        for (String part : more.split(",", -1)) {
            if (part.isBlank()) continue;
            Keep keep = keep(part.strip());
            if (!names.add(keep.name())) throw new IllegalArgumentException(keep.name() + " is there twice");
            keeps.add(keep);
        }
        if (keeps.size() > 1 + MORE) throw new IllegalArgumentException(keeps.size() + " classes");
        return new LogClasses(keeps);
    }

    private static Keep keep(String part) {
        Matcher parts = PART.matcher(part);
        if (!parts.matches()) throw new IllegalArgumentException(part + " is no class");
        long size = Long.parseLong(parts.group(3));
        int shift = switch (parts.group(4)) {
            case "m" -> 20;
            case "g" -> 30;
            case "t" -> 40;
            default -> 0;
        };
        if (size > MAX_BYTES >> shift || size << shift < MIN_BYTES) {
            throw new IllegalArgumentException(part + " has another size");
        }
        return new Keep(parts.group(1), Integer.parseInt(parts.group(2)), size << shift);
    }

    /** In their order. */
    public List<String> names() {
        return keeps.stream().map(Keep::name).toList();
    }
}
