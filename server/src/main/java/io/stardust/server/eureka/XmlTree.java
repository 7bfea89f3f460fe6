package io.stardust.server.eureka;

import io.stardust.server.http.ApiException.Invalid;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML into what the same document is in Eureka's JSON: maps of elements, attributes as {@code @name}, the text
 * beside attributes as {@code $}. Of elements with the same name the last one counts. No document type and no entity of
 * a document's own is read, so nothing is fetched and nothing grows.
 */
final class XmlTree {
    private static final int DEPTH = 16;
    private static final String TEXT = "$";

    private static final XMLInputFactory FACTORY = factory();

    private XmlTree() {}

    private static XMLInputFactory factory() {
        XMLInputFactory made = XMLInputFactory.newDefaultFactory();
        made.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        made.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        made.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        made.setProperty(XMLInputFactory.IS_COALESCING, true);
        made.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("it names another document");
        });
        return made;
    }

    private static final class Element {
        final String name;
        final Map<String, Object> parts = new LinkedHashMap<>();
        final StringBuilder text = new StringBuilder();

        Element(String name) {
            this.name = name;
        }

        Object value() {
            String said = text.toString().strip();
            if (parts.isEmpty()) return said;
            if (!said.isEmpty()) parts.put(TEXT, said);
            return parts;
        }
    }

    /**
     * The document, its root element as the one entry of a map.
     *
     * @throws Invalid if it is none, is nested too deep or has a document type
     */
    static Map<String, Object> read(byte[] xml) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException _) {
            throw new Invalid("body: not readable as XML (expected: <instance>…</instance>)");
        }
    }

    private static Map<String, Object> read(XMLStreamReader reader) throws XMLStreamException {
        Element root = new Element("");
        Deque<Element> open = new ArrayDeque<>();
        open.push(root);
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() > DEPTH)
                        throw new Invalid("body: nested too deep (expected: at most " + DEPTH + ")");
                    open.push(begun(reader));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element ended = open.pop();
                    current(open).parts.put(ended.name, ended.value());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    current(open).text.append(reader.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new Invalid("body: a document type or an entity of its own (expected: plain XML)");
                default -> {}
            }
        }
        return root.parts;
    }

    private static Element current(Deque<Element> open) {
        @Nullable Element now = open.peek();
        if (now == null) throw new IllegalStateException("an element ended that never began"); // the parser sees to it
        return now;
    }

    private static Element begun(XMLStreamReader reader) {
        Element element = new Element(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.parts.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return element;
    }
}
