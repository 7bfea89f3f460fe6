package io.stardust.agent.files;

/** Patterns of names: {@code *} for any characters, {@code ?} for one, all others for themselves. */
public final class Glob {
    private Glob() {}

    /** Whether {@code pattern} may mean more than one name. */
    public static boolean is(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }

    /** Whether all of {@code text} is what {@code pattern} says; a slash is a character as any other. */
    public static boolean matches(String pattern, String text) {
        int p = 0; // greedy, with one step back
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (wanted == '*') {
                star = p++;
                mark = t;
            } else if (wanted != 0 && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') p++;
        return p == pattern.length();
    }
}
