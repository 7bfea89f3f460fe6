package io.stardust.cli.terminal;

import io.stardust.protocol.Printable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filter before everything that is shown: text of servers, nodes and programs cannot move the cursor, set the title
 * or the clipboard, forge a line or turn the direction of what stands beside it. All functions are pure.
 */
public final class Clean {
    /** Colours and other looks of letters. */
    private static final Pattern LOOKS = Pattern.compile("\u001b\\[[0-9;:]*m");

    /** Strings to the terminal (OSC, DCS and the like), control sequences, single escapes. */
    private static final Pattern SEQUENCES = Pattern.compile("\u001b[\\]PX^_k][^\u0007\u001b\n]*(?:\u0007|\u001b\\\\)?"
            + "|\u001b\\[[0-?]*[ -/]*[@-~]"
            + "|\u001b[ -/]*[0-~]");

    private static final String PLAIN_AGAIN = "\u001b[0m";

    private Clean() {}

    /** One line without any escape. */
    public static String line(String text) {
        if (Printable.is(text)) return text;
        String bare = SEQUENCES.matcher(text).replaceAll("");
        return Printable.line(bare.replaceAll("\\s*\\R\\s*", " ").replace('\t', ' '));
    }

    /** Lines and tabs without any escape. */
    public static String lines(String text) {
        if (Printable.is(text)) return text;
        String bare = SEQUENCES.matcher(text).replaceAll("").replace("\r\n", "\n");
        var shown = new StringBuilder(bare.length());
        bare.codePoints()
                .forEach(c ->
                        shown.appendCodePoint(Printable.is(c) || c == '\n' || c == '\t' ? c : Printable.REPLACEMENT));
        return shown.toString();
    }

    /** What a program has printed: lines and tabs, and of all escapes the colours alone, which end with the text. */
    public static String output(String text) {
        Matcher looks = LOOKS.matcher(text);
        var shown = new StringBuilder(text.length());
        int from = 0;
        while (looks.find()) {
            shown.append(lines(text.substring(from, looks.start()))).append(looks.group());
            from = looks.end();
        }
        shown.append(lines(text.substring(from)));
        if (from == 0) return shown.toString();
        boolean ended = !shown.isEmpty() && shown.charAt(shown.length() - 1) == '\n';
        return shown.insert(ended ? shown.length() - 1 : shown.length(), PLAIN_AGAIN)
                .toString();
    }

    /** The same JSON, in which what may not be shown is written as an escape of JSON. */
    static String json(String json) {
        if (Printable.isLines(json)) return json;
        var shown = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (Printable.is(c) || c == '\n' || c == '\t') shown.appendCodePoint(c);
            else shown.append(String.format(Locale.ROOT, "\\u%04x", c));
        });
        return shown.toString();
    }
}
