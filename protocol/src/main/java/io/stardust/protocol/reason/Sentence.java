package io.stardust.protocol.reason;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills an English sentence. By hand: an agent words the first end of a program before it has needed any pattern. */
final class Sentence {
    private Sentence() {}

    /** {@code after}: what a place for the cause gets; without such a place it follows after a colon. */
    static String of(String template, Map<String, String> data, String after) {
        StringBuilder text = new StringBuilder();
        boolean told = after.isEmpty();
        int at = 0;
        while (true) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) break;
            text.append(template, at, open);
            String hole = template.substring(open + 1, close);
            if (hole.equals("cause")) {
                text.append(after);
                told = true;
            } else {
                int colon = hole.indexOf(':');
                String value = data.get(colon < 0 ? hole : hole.substring(0, colon));
                text.append(value == null ? "?" : colon < 0 ? value : written(hole.substring(colon + 1), value));
            }
            at = close + 1;
        }
        text.append(template, at, template.length());
        if (!told) text.append(": ").append(after);
        return text.toString();
    }

    private static String written(String kind, String value) {
        return switch (kind) {
            case "time" -> number(value) == null ? value : time(Long.parseLong(value));
            case "bytes" -> number(value) == null ? value : bytes(Long.parseLong(value));
            case "process" -> value.isEmpty() ? "another process" : "process " + value;
            case "names" -> names(Arrays.asList(value.split("\n")));
            case "processes" -> processes(Arrays.asList(value.split("\n")));
            default -> value;
        };
    }

    private static @Nullable Long number(String value) {
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            return null; // of somebody who does not keep to the catalogue
        }
    }

    private static String time(long ms) {
        long seconds = ms / 1_000;
        return seconds >= 60 ? seconds + " s" : seconds + "." + ms % 1_000 / 100 + " s";
    }

    private static String bytes(long bytes) {
        if (bytes < 1_000) return bytes + " B";
        boolean small = bytes < 1_000_000;
        long tenths = Math.round(bytes / (small ? 1e2 : 1e5));
        return tenths / 10 + "." + tenths % 10 + (small ? " KB" : " MB"); // a formatter keeps 2 MB of locales
    }

    private static String names(List<String> lines) {
        String last = lines.get(lines.size() - 1);
        if (lines.size() < 2 || !last.startsWith("+")) return String.join(", ", lines);
        return String.join(", ", lines.subList(0, lines.size() - 1)) + " and " + last.substring(1) + " more";
    }

    /** "process 17 (java)", "3 processes (17 (java), …)". */
    private static String processes(List<String> lines) {
        if (lines.size() == 1) return "process " + lines.get(0);
        String last = lines.get(lines.size() - 1);
        Long more = last.startsWith("+") ? number(last.substring(1)) : null;
        long count = more == null ? lines.size() : lines.size() - 1 + more;
        return count + " processes (" + names(lines) + ")";
    }
}
