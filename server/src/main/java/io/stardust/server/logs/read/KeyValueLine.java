package io.stardust.server.logs.read;

/** A line of {@code name=value} and {@code name="value"}, as slog, logrus and go-kit print it (logfmt). */
final class KeyValueLine {
    private KeyValueLine() {}

    /** Whether a line begins as one does. */
    static boolean isBegunBy(String text) {
        return text.startsWith("time=")
                || text.startsWith("ts=")
                || text.startsWith("t=")
                || text.startsWith("level=")
                || text.startsWith("timestamp=")
                || text.startsWith("msg=");
    }

    /** Reads it; false when not all of it is of this kind. */
    static boolean read(Draft draft, Stamps stamps) {
        var values = new NamedValues(draft, stamps);
        String text = draft.text;
        int end = draft.lineEnd;
        int at = 0;
        while (at < end) {
            int equals = text.indexOf('=', at, end);
            if (equals <= at || text.indexOf(' ', at, equals) >= 0) return false;
            String name = text.substring(at, equals);
            at = equals + 1;
            if (at < end && text.charAt(at) == '"') {
                var json = new JsonText(text, at, end, 1);
                try {
                    values.put(name, json.string());
                } catch (JsonText.Fault e) {
                    return false; // a text without an end
                }
                at = json.at();
                if (at < end && text.charAt(at) != ' ') return false;
            } else {
                int space = text.indexOf(' ', at, end);
                int to = space < 0 ? end : space;
                values.put(name, text.substring(at, to));
                at = to;
            }
            at = Ascii.blanksEnd(text, at, end);
        }
        return values.end(end == text.length() ? "" : text.substring(end + 1));
    }
}
