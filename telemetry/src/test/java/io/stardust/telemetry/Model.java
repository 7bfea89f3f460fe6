package io.stardust.telemetry;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.FieldTest;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.TextTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a query must answer, found out without any store: each record is looked at, words by a regular expression. */
public final class Model {
    private static final String INNER = "[0-9A-Za-z_\\u00C0-\\u1FFF\\uA000-\\uD7FF\\uE000-\\uEFFF]";
    private static final String H = "[0-9a-fA-F]";
    private static final Pattern WORD =
            Pattern.compile(H + "{8}-" + H + "{4}-" + H + "{4}-" + H + "{4}-" + H + "{12}(?!" + INNER + ")|" + INNER
                    + "+|[\\u0080-\\u00BF\\u2000-\\u9FFF\\uF000-\\uFFFF]|[\\x{10000}-\\x{10FFFF}]");

    private Model() {}

    /** The records that {@code query} wants, in its order, without its limit. */
    public static List<LogRecord> answer(LogQuery query, List<LogRecord> records) {
        List<LogRecord> wanted = new ArrayList<>();
        for (LogRecord record : records) {
            if (matches(query, record)) wanted.add(record);
        }
        Comparator<LogRecord> byTime = Comparator.comparingLong(LogRecord::timeNs);
        wanted.sort(query.newestFirst() ? byTime.reversed() : byTime);
        return wanted;
    }

    private static boolean matches(LogQuery query, LogRecord record) {
        boolean plain = query.apps().contains(record.app())
                && query.levels().contains(record.level())
                && record.timeNs() >= query.fromNs()
                && record.timeNs() < query.untilNs();
        if (!plain) return false;
        for (FieldTest test : query.fields()) {
            if (isField(test, record) == test.negated()) return false;
        }
        for (TextTest test : query.texts()) {
            if (isText(test, record.message()) == test.negated()) return false;
        }
        return true;
    }

    private static boolean isField(FieldTest test, LogRecord record) {
        Field field = test.field();
        if (field != null) return fold(record.field(field)).equals(fold(test.value()));
        for (Attribute each : record.attributes()) {
            if (each.name().equals(test.attribute()) && fold(each.value()).equals(fold(test.value()))) return true;
        }
        return false;
    }

    private static boolean isText(TextTest test, String message) {
        return switch (test) {
            case TextTest.Anywhere anywhere -> fold(message).contains(fold(anywhere.text()));
            case TextTest.Matches matches -> matches.pattern().matcher(message).find();
            case TextTest.Words words -> hasWords(fold(message), fold(words.text()));
        };
    }

    /** Whether {@code words} stands in {@code message} so that no word reaches over its ends. */
    static boolean hasWords(String message, String words) {
        for (int at = message.indexOf(words); at >= 0; at = message.indexOf(words, at + 1)) {
            boolean cut = false;
            Matcher word = WORD.matcher(message);
            while (word.find()) {
                cut |= word.start() < at && at < word.end();
                cut |= word.start() < at + words.length() && at + words.length() < word.end();
            }
            if (!cut) return true;
        }
        return false;
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') folded.setCharAt(i, (char) (c + 32));
        }
        return folded.toString();
    }
}
