package io.stardust.server.logs.read;

/** A line that is an object of JSON, as logstash, ECS, pino, bunyan, zap and Serilog print it. */
final class JsonLine {
    private static final int MAX_DEPTH = 32;
    private static final int FLAT = 4; // levels of objects whose names are joined; deeper ones stay JSON

    private JsonLine() {}

    /** Reads it; false when it is none. */
    static boolean read(Draft draft, Stamps stamps) {
        try {
            var json = new JsonText(draft.text, 0, draft.lineEnd, MAX_DEPTH);
            var values = new NamedValues(draft, stamps);
            object(json, "", values, 1);
            if (json.peek() == 0 && values.end(rest(draft))) return true;
        } catch (JsonText.Fault e) {
            // It only looks like JSON; the line as it is says so well enough.
        }
        return false;
    }

    private static String rest(Draft draft) {
        return draft.lineEnd == draft.text.length() ? "" : draft.text.substring(draft.lineEnd + 1);
    }

    private static void object(JsonText json, String prefix, NamedValues values, int depth) {
        json.open('{');
        while (json.more('}')) {
            String name = prefix + json.name();
            if (json.peek() == '{' && depth < FLAT) {
                object(json, name + ".", values, depth + 1);
            } else {
                values.put(name, json.value());
            }
        }
    }
}
