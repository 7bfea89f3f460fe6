package io.stardust.cli.terminal;

/**
 * How far a transfer has come: one line redrawn on a terminal, one line at the end elsewhere. Thread-safe, for the
 * transfer tells from its own thread.
 */
public final class Bar {
    private static final int CELLS = 24;
    private static final long REDRAW_MS = 80;

    private final Terminal terminal;
    private final String what;
    private final long total;
    private final long began;
    private long drawn;

    /** {@code what}: told before the bar; {@code total}: bytes. */
    public Bar(Terminal terminal, String what, long total) {
        this.terminal = terminal;
        this.what = Clean.line(what);
        this.total = total;
        this.began = terminal.now();
    }

    /** {@code bytes} have gone in all. */
    public synchronized void at(long bytes) {
        long now = terminal.now();
        if (!terminal.interactive() || (now - drawn < REDRAW_MS && bytes < total)) return;
        drawn = now;
        terminal.draw("\r" + line(bytes, total, now - began) + "\u001b[K");
    }

    private String line(long bytes, long all, long ms) {
        double share = all == 0 ? 1 : Math.min(1, (double) bytes / all);
        int full = (int) Math.round(share * CELLS);
        String bar = "█".repeat(full) + "░".repeat(CELLS - full);
        return "%s  %s %3d %%  %s of %s%s"
                .formatted(
                        what,
                        bar,
                        (int) (share * 100),
                        Words.size(bytes),
                        Words.size(all),
                        ms < 500 ? "" : speed(bytes, ms));
    }

    private static String speed(long bytes, long ms) {
        return ", " + Words.size(bytes * 1000 / ms) + "/s";
    }

    /** It is through. */
    public synchronized void done() {
        long ms = terminal.now() - began;
        if (terminal.interactive()) terminal.draw("\r\u001b[K");
        terminal.note("%s: %s in %s".formatted(what, Words.size(total), Words.took(ms)));
    }

    /** It broke; leaves a clean line. */
    public synchronized void broken() {
        if (terminal.interactive()) terminal.draw("\r\u001b[K");
    }
}
