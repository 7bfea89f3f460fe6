package io.stardust.telemetry.text;

/** Upper and lower case as the search sees it: alike for ASCII letters, as they are written for all others. */
public final class Fold {
    private Fold() {}

    /** Whether both are the same but for the case of ASCII letters. */
    public static boolean same(String a, String b) {
        if (a.length() != b.length()) return false;
        for (int i = 0; i < a.length(); i++) {
            if (lower(a.charAt(i)) != lower(b.charAt(i))) return false;
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
