package io.stardust.server;

import io.stardust.protocol.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard error with one line for each thing that is told: whatever names machines and people have thought of, none
 * begins a line that looks like another entry of the log, or tells a terminal what to do. The logger writes each entry,
 * and each line of a stack, by one call.
 */
final class LogLines extends PrintStream {
    private LogLines() {
        super(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }

    /** To be called before the first logger is made. */
    static void install() {
        System.setErr(new LogLines());
    }

    /** {@code text} as one line; a stack is indented by tabs. */
    static String shown(String text) {
        int tabs = 0;
        while (tabs < text.length() && text.charAt(tabs) == '\t') tabs++;
        return text.substring(0, tabs) + Printable.line(text.substring(tabs));
    }

    @Override
    public void println(String text) {
        super.println(shown(String.valueOf(text)));
    }

    @Override
    public void println(Object thing) {
        super.println(shown(String.valueOf(thing)));
    }
}
