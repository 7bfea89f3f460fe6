package io.stardust.server.logs.read;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of a printed text, while it is taken apart. Used for one after the other. For one thread. */
final class Draft {
    private static final int MAX_ATTRIBUTES = 32;

    /** The whole record as it was printed, its lines between {@code \n}. */
    String text = "";

    /** Where the first line of the text ends. */
    int lineEnd;

    long timeNs;

    @Nullable
    Level level;

    String logger = "";
    String thread = "";
    String trace = "";

    /** What people are to read; null: all of the text. */
    @Nullable
    String message;

    private final List<Attribute> attributes = new ArrayList<>();

    /** Begins another record. */
    void begin(String newText) {
        text = newText;
        int end = newText.indexOf('\n');
        lineEnd = end < 0 ? newText.length() : end;
        clear();
    }

    /** Forgets what was found out of the text. */
    void clear() {
        timeNs = 0;
        level = null;
        logger = "";
        thread = "";
        trace = "";
        message = null;
        attributes.clear();
    }

    /** The message is what stands behind {@code from}. */
    void messageFrom(int from) {
        int at = Ascii.blanksEnd(text, from, lineEnd);
        message = at == lineEnd && at < text.length() ? text.substring(at + 1) : text.substring(at);
    }

    /** Keeps an attribute, if there are not too many already. */
    void attribute(String name, String value) {
        if (attributes.size() < MAX_ATTRIBUTES && !name.isEmpty() && !value.isEmpty()) {
            attributes.add(new Attribute(Bounded.name(name), Bounded.value(value)));
        }
    }

    LogRecord record(Origin origin) {
        String said = message == null ? text : message;
        return new LogRecord(
                timeNs,
                level == null ? LevelWords.guess(said) : level,
                origin.app(),
                origin.instance(),
                origin.release(),
                origin.node(),
                Bounded.name(logger),
                Bounded.name(thread),
                trace,
                Bounded.message(said),
                attributes);
    }
}
