package io.stardust.agent.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tags of an XML text with their attributes, and nothing else of it. There is no document type here, so no entity
 * can name a file, an address or a billion of others: a text that brings one is refused. The JDK's parsers would do,
 * but their module is not part of the agent's Java, and costs megabytes.
 */
final class XmlTags {
    private final String text;
    private final List<Tag> tags = new ArrayList<>();
    private int at;
    private int line = 1;

    private XmlTags(String text) {
        this.text = text;
    }

    /** A start tag, or an empty one. */
    record Tag(String name, Map<String, String> attributes, int line) {}

    /**
     * Returns every tag, in order.
     *
     * @throws BadFile if the text is not what an old agent writes
     */
    static List<Tag> read(String text) {
        var reader = new XmlTags(text);
        while (reader.seek('<')) reader.tag();
        return reader.tags;
    }

    private BadFile bad(String what) {
        return new BadFile(line, what);
    }

    private boolean seek(char wanted) {
        for (; at < text.length(); at++) {
            if (text.charAt(at) == wanted) return true;
            if (text.charAt(at) == '\n') line++;
        }
        return false;
    }

    private void behind(String end) {
        int found = text.indexOf(end, at);
        if (found < 0) throw bad("no '" + end + "' before the end");
        for (; at < found + end.length(); at++) if (text.charAt(at) == '\n') line++;
    }

    private void tag() {
        if (text.startsWith("<!--", at)) behind("-->");
        else if (text.startsWith("<?", at)) behind("?>");
        else if (text.startsWith("<!", at)) throw bad("a document type or CDATA (expected: plain tags)");
        else if (text.startsWith("</", at)) behind(">");
        else start();
    }

    private void start() {
        int begins = line;
        at++;
        String name = name();
        Map<String, String> attributes = new LinkedHashMap<>();
        while (true) {
            blanks();
            if (at >= text.length()) throw bad("<" + name + ">: not closed");
            char c = text.charAt(at);
            if (c == '>' || text.startsWith("/>", at)) {
                at += c == '>' ? 1 : 2;
                tags.add(new Tag(name, attributes, begins));
                return;
            }
            String attribute = name();
            blanks();
            if (at >= text.length() || text.charAt(at) != '=') throw bad(attribute + ": no value");
            at++;
            blanks();
            attributes.put(attribute, quoted(attribute));
        }
    }

    private void blanks() {
        for (; at < text.length() && Character.isWhitespace(text.charAt(at)); at++) {
            if (text.charAt(at) == '\n') line++;
        }
    }

    private String name() {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-.:".indexOf(text.charAt(at)) >= 0)) at++;
        if (at == from) throw bad("a name was expected");
        return text.substring(from, at);
    }

    private String quoted(String attribute) {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote != '"' && quote != '\'') throw bad(attribute + ": no quote");
        int from = ++at;
        if (!seek(quote)) throw bad(attribute + ": the quote is not closed");
        String raw = text.substring(from, at++);
        if (raw.indexOf('<') >= 0) throw bad(attribute + ": '<' within the value");
        return raw.indexOf('&') < 0 ? raw : unescaped(attribute, raw);
    }

    private String unescaped(String attribute, String raw) {
        var out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '&') {
                out.append(raw.charAt(i));
                continue;
            }
            int end = raw.indexOf(';', i);
            String entity = end < 0 ? "" : raw.substring(i + 1, end);
            out.append(character(attribute, entity));
            i = end;
        }
        return out.toString();
    }

    private String character(String attribute, String entity) {
        return switch (entity) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> {
                try {
                    if (!entity.startsWith("#")) throw new NumberFormatException();
                    boolean hex = entity.startsWith("#x");
                    int code = Integer.parseInt(entity.substring(hex ? 2 : 1), hex ? 16 : 10);
                    yield Character.toString(code);
                } catch (IllegalArgumentException e) {
                    throw bad(attribute + ": '&" + entity + ";' (expected: a character)");
                }
            }
        };
    }
}
