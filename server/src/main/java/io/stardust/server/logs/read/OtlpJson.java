package io.stardust.server.logs.read;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request in JSON. Names may come in any order, so scopes that stand before their resource, and records before
 * their scope, are passed over and read after it. For one thread, once.
 */
final class OtlpJson {
    private static final int MAX_DEPTH = 16 + 4 * OtlpLogs.MAX_DEPTH; // of JSON: a value within a list is three levels

    private static final int MAX_DIGITS = 40;

    private final String text;
    private final OtlpRequest request;

    OtlpJson(byte[] body, OtlpRequest request) {
        String json = new String(body, StandardCharsets.UTF_8);
        this.text = json.startsWith("\uFEFF") ? json.substring(1) : json;
        this.request = request;
    }

    private interface Part {
        void read(JsonText json);
    }

    void read() {
        try {
            JsonText json = from(0);
            json.open('{');
            while (json.more('}')) {
                if (json.name().equals("resourceLogs")) each(json, this::resourceLogs);
                else json.skip();
            }
            if (json.peek() != 0) throw json.fault("the end");
        } catch (JsonText.Fault e) {
            throw new BadLogs("not readable as JSON of OTLP: " + e.getMessage());
        }
    }

    private JsonText from(int at) {
        return new JsonText(text, at, text.length(), MAX_DEPTH);
    }

    /** Gives each element of an array to {@code part}; null is an empty one. */
    private static void each(JsonText json, Part part) {
        if (isNull(json)) return;
        json.open('[');
        while (json.more(']')) part.read(json);
    }

    private static boolean isNull(JsonText json) {
        if (json.peek() != 'n') return false;
        json.skip();
        return true;
    }

    private void resourceLogs(JsonText json) {
        request.beginResource();
        inOrder(json, "resource", this::resource, "scopeLogs", this::scopeLogs);
    }

    private void scopeLogs(JsonText json) {
        request.scope("");
        inOrder(json, "scope", this::scope, "logRecords", this::logRecord);
    }

    /** Reads {@code head} before the elements of {@code list}, however they stand. */
    private void inOrder(JsonText json, String head, Part headPart, String list, Part element) {
        int late = -1;
        boolean headed = false;
        json.open('{');
        while (json.more('}')) {
            String name = json.name();
            if (name.equals(head)) {
                headPart.read(json);
                headed = true;
            } else if (name.equals(list) && headed) {
                each(json, element);
            } else {
                if (name.equals(list)) late = json.at();
                json.skip();
            }
        }
        if (late >= 0) each(from(late), element);
    }

    private void resource(JsonText json) {
        if (isNull(json)) return;
        json.open('{');
        while (json.more('}')) {
            if (json.name().equals("attributes")) {
                each(json, attribute -> {
                    AnyValue.Entry entry = new Values(attribute).entry(1);
                    request.resourceAttribute(entry.key(), AnyValue.text(entry.value()));
                });
            } else {
                json.skip();
            }
        }
    }

    private void scope(JsonText json) {
        if (isNull(json)) return;
        json.open('{');
        while (json.more('}')) {
            if (json.name().equals("name")) request.scope(json.value());
            else json.skip();
        }
    }

    private void logRecord(JsonText json) {
        if (!request.hasRoom()) {
            json.skip();
        } else if (json.peek() != '{') {
            request.unread("no object at character " + json.at());
            json.skip();
        } else {
            var values = new Values(json);
            values.fields(request.beginRecord());
            if (values.fault.isEmpty()) request.endRecord();
            else request.unread(values.fault);
        }
    }

    /** Reads a record's values and remembers what was wrong with the first that is. */
    private static final class Values {
        private final JsonText json;
        private String fault = "";

        Values(JsonText json) {
            this.json = json;
        }

        private void fields(OtlpRecord record) {
            json.open('{');
            while (json.more('}')) {
                switch (json.name()) {
                    case "timeUnixNano" -> record.timeNs = number("timeUnixNano");
                    case "observedTimeUnixNano" -> record.observedNs = number("observedTimeUnixNano");
                    case "severityNumber" -> record.severity = Math.clamp(number("severityNumber"), 0, 99);
                    case "severityText" -> record.severityText = json.value();
                    case "body" -> record.body = AnyValue.text(any(1));
                    case "traceId" -> record.trace = json.value();
                    case "eventName" -> record.event = json.value();
                    case "attributes" ->
                        each(json, _ -> {
                            AnyValue.Entry entry = entry(1);
                            record.attribute(entry.key(), AnyValue.text(entry.value()));
                        });
                    default -> json.skip();
                }
            }
        }

        /** A 64-bit number as number or text; unsigned, as times are. */
        private long number(String name) {
            String value = json.value();
            if (value.isEmpty()) return 0;
            try {
                boolean whole = value.indexOf('.') < 0 && value.indexOf('e') < 0 && value.indexOf('E') < 0;
                if (whole) return Long.parseUnsignedLong(value);
                if (value.length() <= MAX_DIGITS) return new BigDecimal(value).longValue(); // 1.7960327e+18
            } catch (NumberFormatException e) {
                // said below
            }
            fault(name + ": " + Bounded.cut(value, MAX_DIGITS) + " (expected: a number)");
            return 0;
        }

        private void fault(String what) {
            if (fault.isEmpty()) fault = what;
        }

        private AnyValue.Entry entry(int depth) {
            String key = "";
            Object value = null;
            json.open('{');
            while (json.more('}')) {
                switch (json.name()) {
                    case "key" -> key = json.value();
                    case "value" -> value = any(depth);
                    default -> json.skip();
                }
            }
            return new AnyValue.Entry(key, value);
        }

        /** A value, or plain JSON that stands where one should. */
        private @Nullable Object any(int depth) {
            if (json.peek() != '{') return json.value();
            if (depth > OtlpLogs.MAX_DEPTH) {
                fault("values nested more than " + OtlpLogs.MAX_DEPTH + " deep");
                json.skip();
                return null;
            }
            Object value = null;
            json.open('{');
            while (json.more('}')) {
                switch (json.name()) {
                    case "stringValue", "bytesValue" -> value = json.value();
                    case "boolValue" -> value = Boolean.valueOf(json.value());
                    case "intValue" -> value = integer(json.value());
                    case "doubleValue" -> value = fractional(json.value());
                    case "arrayValue" -> value = list(depth);
                    case "kvlistValue" -> value = entries(depth);
                    default -> json.skip();
                }
            }
            return value;
        }

        private static Object integer(String value) {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                return value;
            }
        }

        private static Object fractional(String value) {
            try {
                return Double.valueOf(value);
            } catch (NumberFormatException e) {
                return value;
            }
        }

        private List<@Nullable Object> list(int depth) {
            List<@Nullable Object> values = new ArrayList<>();
            values(() -> values.add(any(depth + 1)));
            return values;
        }

        private AnyValue.Entries entries(int depth) {
            List<AnyValue.Entry> entries = new ArrayList<>();
            values(() -> entries.add(entry(depth + 1)));
            return new AnyValue.Entries(entries);
        }

        /** The elements of {@code values}, which both kinds of list have. */
        private void values(Runnable element) {
            if (isNull(json)) return;
            json.open('{');
            while (json.more('}')) {
                if (json.name().equals("values")) each(json, _ -> element.run());
                else json.skip();
            }
        }
    }
}
