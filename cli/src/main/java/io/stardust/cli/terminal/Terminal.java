package io.stardust.cli.terminal;

import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Replies;
import io.stardust.cli.http.Reply;
import io.stardust.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a verb reads and writes. Answers go to {@code out}, so that they can be piped; progress, hints and errors go to
 * {@code err}. Not thread-safe.
 */
public final class Terminal {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Looks looks;
    private final InstantSource clock;
    private Format format = Format.TABLE;
    private boolean wide;

    /**
     * What the place of output can show.
     *
     * @param interactive somebody watches: progress may be redrawn, questions may be asked
     * @param colours ANSI colours are welcome
     * @param width columns
     */
    public record Looks(boolean interactive, boolean colours, int width) {
        /** A pipe or a file. */
        public static final Looks PLAIN = new Looks(false, false, 100);
    }

    public Terminal(InputStream in, PrintStream out, PrintStream err, Looks looks, InstantSource clock) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.looks = looks;
        this.clock = clock;
    }

    /** The process's own streams. Output is UTF-8 whatever the locale says. */
    public static Terminal ofProcess(Map<String, String> environment) {
        boolean interactive = console() != null && !"dumb".equals(environment.get("TERM"));
        boolean colours =
                interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
        int width = columns(environment.get("COLUMNS"));
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                new Looks(interactive, colours, width),
                InstantSource.system());
    }

    /** Null when nobody sits there: input or output is a pipe or a file. */
    private static @Nullable Console console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).orElse(null);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int columns(@Nullable String text) {
        return text != null && text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : Looks.PLAIN.width();
    }

    public void format(Format wanted) {
        this.format = wanted;
    }

    /** Shows all of long fields, however narrow the terminal is. */
    public void wide(boolean wanted) {
        this.wide = wanted;
    }

    /** Columns for a table; no end when nobody watches, for a program or a file takes all. */
    int room() {
        return looks.interactive() && !wide ? looks.width() : Integer.MAX_VALUE;
    }

    /** True when a program reads: nothing but JSON on {@code out}. */
    public boolean json() {
        return format == Format.JSON;
    }

    /** Redrawing is possible and welcome. */
    public boolean interactive() {
        return looks.interactive() && !json();
    }

    public int width() {
        return looks.width();
    }

    /** Now, epoch ms. */
    public long now() {
        return clock.millis();
    }

    /** {@code text} in a colour, where colours are welcome. */
    public String paint(Style style, String text) {
        return looks.colours() ? style.paint(text) : text;
    }

    /** One line of the answer, without any escape. */
    public void print(String line) {
        out.println(Clean.line(line));
    }

    /** One line of the answer whose parts are clean and may be coloured. */
    void painted(String line) {
        out.println(line);
    }

    /** What a program has printed, as it is but for what may not be shown; {@code from} before each line. */
    public void output(String from, String text) {
        String before = paint(Style.DIM, Clean.line(from) + " | ");
        Clean.output(text).lines().forEach(line -> out.println(before + line));
    }

    /** As {@link #output(String, String)} of one source alone. */
    public void output(String text) {
        out.print(Clean.output(text));
        out.flush();
    }

    /** An answer that is JSON. */
    public void printJson(String json) {
        out.println(Clean.json(json));
    }

    /** What was done, when that is the whole answer: a sentence, or {@code {"message": …}} for programs. */
    public void say(String line) {
        if (json()) printJson(Json.TOLERANT.text(new Said(line)));
        else print(line);
    }

    /** A text of this program's own, as it is. */
    public void own(String text) {
        out.print(text);
        out.flush();
    }

    /** The answer as the server gave it. */
    public void print(Reply reply) {
        printJson(reply.pretty());
    }

    /** As {@link #print(Reply)}, of a list. */
    public void print(Replies replies) {
        printJson(replies.pretty());
    }

    /** What people want to know beside the answer; programs are spared it. */
    public void note(String line) {
        if (!json()) err.println(Clean.line(line));
    }

    /** Redraws: goes where {@code control} says; for {@link #interactive} terminals. */
    void draw(String control) {
        err.print(control);
        err.flush();
    }

    /** Why it failed; always told. */
    public void error(String line) {
        err.println(paint(Style.BAD, "error:") + " " + Clean.line(line));
    }

    public PrintStream err() {
        return err;
    }

    public PrintStream out() {
        return out;
    }

    /**
     * Reads a password: the first line of standard input, or asked for on the terminal without showing it.
     *
     * @param fromInput {@code --password-stdin} was given
     * @param twice it is a new one, so a slip must be noticed
     */
    public String password(boolean fromInput, boolean twice) {
        if (fromInput) return line("a password on standard input");
        Console console = looks.interactive() ? console() : null;
        if (console == null) throw Failure.usage("no terminal to ask for the password (expected: --password-stdin)");
        char[] first = console.readPassword("Password: ");
        if (first == null) throw Failure.usage("no password entered");
        if (!twice) return new String(first);
        char[] second = console.readPassword("Repeat password: ");
        if (!java.util.Arrays.equals(first, second)) throw Failure.usage("the passwords do not match");
        return new String(first);
    }

    /** Reads standard input to its end, at most {@code most} bytes. */
    public byte[] input(int most) {
        try {
            return in.readNBytes(most);
        } catch (IOException e) {
            throw Failure.usage("cannot read standard input: %s".formatted(e.getMessage()));
        }
    }

    /** Asks before something is lost; true without asking when nobody is there to answer. */
    public boolean confirmed(String question) {
        Console console = interactive() ? console() : null;
        if (console == null) return true;
        String answer = console.readLine("%s [y/N] ", Clean.line(question));
        return answer != null
                && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
    }

    /** Byte by byte, so that the line after it is still there for who reads next. */
    private String line(String what) {
        try {
            var line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) line.write(next);
            String text = line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
            if (text.isEmpty()) throw Failure.usage("expected " + what);
            return text;
        } catch (IOException e) {
            throw Failure.usage("expected %s: %s".formatted(what, e.getMessage()));
        }
    }
}
