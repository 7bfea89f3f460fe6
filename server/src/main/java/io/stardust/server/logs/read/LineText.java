package io.stardust.server.logs.read;

import io.stardust.protocol.Printable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that a program printed as text that may be stored and shown: UTF-8, else GB18030 as old programs and Chinese
 * Windows print it, else UTF-8 with what is none replaced. Colours are left out, other control characters replaced.
 */
final class LineText {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final char ESCAPE = 0x1B;
    private static final char BELL = 7;

    private LineText() {}

    /** Reads the lines from {@code from} to {@code to}, which stands before the last line's end. */
    static String of(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        for (int at = from; at < end; at++) {
            byte b = bytes[at];
            boolean plain = (b >= ' ' && b != 0x7F) || b == '\n' || b == '\t';
            if (!plain) return clean(decode(bytes, from, end));
        }
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private static String decode(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf(Printable.REPLACEMENT) < 0) return text;
        var lines = new StringBuilder(to - from);
        int at = from;
        while (at <= to) {
            int end = at;
            while (end < to && bytes[end] != '\n') end++;
            lines.append(line(bytes, at, end));
            if (end < to) lines.append('\n');
            at = end + 1;
        }
        return lines.toString();
    }

    /** One line, which may be of another encoding than the one before it. */
    private static String line(byte[] bytes, int from, int to) {
        var utf8 = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(to - from);
        boolean valid = utf8.decode(in, out, false).isUnderflow(); // also when the last character was cut off
        boolean sure = in.remaining() == 0 || out.flip().chars().anyMatch(c -> c > 0x7F);
        String chinese = valid && sure ? null : strict(GB18030, bytes, from, to);
        return chinese != null ? chinese : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static @Nullable String strict(Charset charset, byte[] bytes, int from, int to) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** {@code text} without colours, with one kind of line end, and without what moves cursors or hides. */
    static String clean(String text) {
        int at = firstDirty(text);
        if (at == text.length()) return text;
        var clean = new StringBuilder(text.length()).append(text, 0, at);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ESCAPE) {
                at = escapeEnd(text, at + 1);
            } else if (c == '\r') {
                at++;
                if (at < text.length() && text.charAt(at) != '\n') clean.append('\n');
            } else {
                int code = text.codePointAt(at);
                clean.appendCodePoint(isPlain(code) ? code : Printable.REPLACEMENT);
                at += Character.charCount(code);
            }
        }
        return clean.toString();
    }

    private static int firstDirty(String text) {
        int at = 0;
        while (at < text.length()) {
            int code = text.codePointAt(at);
            if (!isPlain(code)) return at;
            at += Character.charCount(code);
        }
        return at;
    }

    private static boolean isPlain(int code) {
        if (code < 0x7F) return code >= ' ' || code == '\n' || code == '\t';
        return Printable.is(code);
    }

    /** Where an escape sequence ends that begins before {@code at}: colours, movements, titles of windows. */
    private static int escapeEnd(String text, int at) {
        if (at >= text.length()) return at;
        char sort = text.charAt(at);
        int next = at + 1;
        if (sort == '[') {
            while (next < text.length() && text.charAt(next) >= ' ' && text.charAt(next) < '@') next++;
            boolean ends = next < text.length() && text.charAt(next) >= '@' && text.charAt(next) < 0x7F;
            return ends ? next + 1 : next;
        }
        if (sort == ']') {
            while (next < text.length() && text.charAt(next) >= ' ') next++;
            boolean bell = next < text.length() && text.charAt(next) == BELL;
            return bell ? next + 1 : next; // else an escape ends it, which is the next to be read
        }
        return sort == '\\' || (sort >= '@' && sort <= '_') || (sort >= '0' && sort <= '?') ? next : at;
    }
}
