package io.stardust.server.db;

import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Finds what a statement leaves open, outside quotes and comments: {@code :name} and {@code ?} for values,
 * {@code <name>} for a list of them. {@code ::} is PostgreSQL's cast. Thread-safe.
 *
 * <p>Instead of Jdbi's own, which are of a generated grammar: compiling that took a third of a start's processor time.
 */
final class Placeholders implements SqlParser, TemplateEngine {
    /** Texts kept; those with numbers written into them would be without end. */
    private static final int KEPT = 1_000;

    private final ConcurrentHashMap<String, ParsedSql> parsed = new ConcurrentHashMap<>();

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        ParsedSql known = parsed.get(sql);
        if (known != null) return known;
        ParsedSql made = parse(sql);
        if (parsed.size() >= KEPT) parsed.clear();
        parsed.put(sql, made);
        return made;
    }

    @Override
    public String nameParameter(String name, StatementContext context) {
        return ":" + name;
    }

    static ParsedSql parse(String sql) {
        ParsedSql.Builder made = ParsedSql.builder();
        int told = 0;
        int at = 0;
        while (at < sql.length()) {
            int end = endOfText(sql, at);
            char c = sql.charAt(at);
            if (end > at) {
                at = end;
            } else if (c == '?') {
                made.append(sql.substring(told, at)).appendPositionalParameter();
                told = ++at;
            } else if (c == ':' && endOfName(sql, at + 1) > at + 1) {
                end = endOfName(sql, at + 1);
                made.append(sql.substring(told, at)).appendNamedParameter(sql.substring(at + 1, end));
                told = at = end;
            } else {
                at += sql.startsWith("::", at) ? 2 : 1;
            }
        }
        return made.append(sql.substring(told)).build();
    }

    /** Writes the placeholders of lists out, one for each of their values. */
    @Override
    public String render(String sql, StatementContext context) {
        if (sql.indexOf('<') < 0) return sql;
        var made = new StringBuilder(sql.length() + 64);
        int told = 0;
        int at = 0;
        while (at < sql.length()) {
            int end = endOfText(sql, at);
            if (end > at) {
                at = end;
                continue;
            }
            end = sql.charAt(at) == '<' ? endOfName(sql, at + 1) : at;
            if (end > at + 1 && sql.startsWith(">", end)) {
                made.append(sql, told, at).append(list(sql.substring(at + 1, end), context));
                told = at = end + 1;
            } else {
                at++;
            }
        }
        return made.append(sql, told, sql.length()).toString();
    }

    private static Object list(String name, StatementContext context) {
        Object list = context.getAttribute(name);
        if (list == null) throw new IllegalArgumentException("<" + name + ">: no list of that name is bound");
        return list;
    }

    /** Where the quoted text or the comment ends that begins at {@code at}; {@code at} when none begins there. */
    private static int endOfText(String sql, int at) {
        return switch (sql.charAt(at)) {
            case '\'', '"' -> after(sql, sql.substring(at, at + 1), at + 1);
            case '-' -> sql.startsWith("--", at) ? after(sql, "\n", at) : at;
            case '/' -> sql.startsWith("/*", at) ? after(sql, "*/", at + 2) : at;
            default -> at;
        };
    }

    /** A doubled quote is the end of one text and the beginning of the next, which comes to the same. */
    private static int after(String sql, String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }

    private static int endOfName(String sql, int from) {
        int at = from;
        while (at < sql.length() && isOfName(sql.charAt(at), at == from)) at++;
        return at;
    }

    private static boolean isOfName(char c, boolean first) {
        return Character.isLetter(c) || c == '_' || (!first && (Character.isDigit(c) || c == '.'));
    }
}
