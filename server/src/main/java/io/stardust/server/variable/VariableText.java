package io.stardust.server.variable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Upstream's form of environment variables, {@code A=1;B=2}. It has no escape, so that not every value can be said in
 * it. Pure functions.
 */
public final class VariableText {
    private VariableText() {}

    /** Reads it; parts that are not {@code NAME=value} are left out. Lines are parts, too. */
    public static Map<String, String> read(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split("[;\\n]", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) values.put(part.substring(0, equals).strip(), part.substring(equals + 1));
        }
        return values;
    }

    /** Writes those that can be said. */
    public static String write(Map<String, String> values) {
        return values.entrySet().stream()
                .filter(variable -> says(variable.getValue()))
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .collect(Collectors.joining(";"));
    }

    /** Whether every reader of the form gets {@code value} as it is: upstream's cuts at {@code ;} and strips. */
    public static boolean says(String value) {
        return value.chars().noneMatch(c -> c == ';' || c == '\n' || c == '\r') && value.equals(value.strip());
    }
}
