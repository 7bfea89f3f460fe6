package io.stardust.protocol;

/**
 * Compares dotted versions part by part as numbers ({@code 3.10 > 3.9}); a part that is no number counts by its leading
 * digits, and a version with a suffix ({@code 1.0-rc1}) is below the same without. Missing parts are 0.
 */
public final class Versions {
    private Versions() {}

    /** As {@link java.util.Comparator#compare}. */
    public static int compare(String a, String b) {
        String[] left = core(a).split("\\.", -1);
        String[] right = core(b).split("\\.", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = Long.compare(part(left, i), part(right, i));
            if (order != 0) return order;
        }
        String suffixA = a.substring(core(a).length());
        String suffixB = b.substring(core(b).length());
        if (suffixA.isEmpty() || suffixB.isEmpty()) return Boolean.compare(suffixA.isEmpty(), suffixB.isEmpty());
        return suffixA.compareTo(suffixB);
    }

    private static String core(String version) {
        int dash = version.indexOf('-');
        int plus = version.indexOf('+');
        int end = dash < 0 ? plus : plus < 0 ? dash : Math.min(dash, plus);
        return end < 0 ? version : version.substring(0, end);
    }

    private static long part(String[] parts, int i) {
        if (i >= parts.length) return 0;
        long number = 0;
        for (char c : parts[i].toCharArray()) {
            if (c < '0' || c > '9' || number > Long.MAX_VALUE / 100) break;
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
