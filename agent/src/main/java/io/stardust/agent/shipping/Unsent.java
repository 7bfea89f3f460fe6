package io.stardust.agent.shipping;

import io.stardust.agent.supervise.output.OutputLog;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How far behind the server is with what apps print and write, for people, from the files alone. */
public final class Unsent {
    /** A range that is under way for longer than this is not just being sent. */
    private static final Duration USUAL = Duration.ofMinutes(1);

    private static final int KB = 1024;

    private boolean any;
    private long waiting;
    private long lost;
    private long skipped;
    private @Nullable Instant since;

    private Unsent() {}

    /**
     * Words for it; null when nothing was ever sent.
     *
     * @param data The agent's folder.
     * @param now The time by which a range is late.
     */
    public static @Nullable String words(Path data, Instant now) throws IOException {
        Unsent unsent = new Unsent();
        unsent.addAll(data.resolve("logs"));
        unsent.addAll(data.resolve("state").resolve("unsent"));
        return unsent.any ? unsent.words(now) : null;
    }

    private void addAll(Path folders) throws IOException {
        if (!Files.isDirectory(folders)) return;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(folders, Files::isDirectory)) {
            for (Path folder : each) addAll(new OutputLog(folder, Long.MAX_VALUE, 0, InstantSource.system()));
        }
    }

    private void addAll(OutputLog log) throws IOException {
        Cursor own = new CursorFile(log.cursor()).read();
        if (own != null) add(log.cursor(), own, log.extent().end());
        for (Path each : NamedFiles.cursors(log.cursor())) {
            Cursor cursor = new CursorFile(each).read();
            FileMark mark = cursor == null ? null : cursor.file();
            if (cursor == null || mark == null) continue;
            add(each, cursor, mark.base() + new File(mark.path()).length());
        }
    }

    private void add(Path file, Cursor cursor, long end) throws IOException {
        any = true;
        waiting += Math.max(0, end - cursor.acknowledged());
        lost += cursor.lost();
        skipped += cursor.skipped();
        if (cursor.head() == null) return;
        Instant begun = Files.getLastModifiedTime(file).toInstant(); // a range is written down once
        if (since == null || begun.isBefore(since)) since = begun;
    }

    private String words(Instant now) {
        Instant begun = since;
        String words = "sent as it is printed";
        if (begun != null && Duration.between(begun, now).compareTo(USUAL) > 0) {
            words = kb(waiting) + " to send, not taken since " + Instant.ofEpochSecond(begun.getEpochSecond());
        }
        if (lost > 0) words += "; " + kb(lost) + " rotated away before they could be sent";
        return skipped > 0 ? words + "; " + kb(skipped) + " refused" : words;
    }

    private static String kb(long bytes) {
        return (bytes + KB - 1) / KB + " KB";
    }
}
