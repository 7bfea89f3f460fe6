package io.stardust.server.eureka;

import io.stardust.server.eureka.Listing.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes answers as Eureka's own server writes XML. For one answer; by one thread. */
final class EurekaXml {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    /** Of a metadata entry that can be an element; others are left out. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]*");

    private final XMLStreamWriter out;

    private EurekaXml(XMLStreamWriter out) {
        this.out = out;
    }

    static byte[] bytes(Listing listing) {
        return written(xml -> {
            xml.out.writeStartElement("applications");
            xml.element("versions__delta", listing.version());
            xml.element("apps__hashcode", listing.hash());
            for (var app : listing.apps().entrySet()) xml.app(app.getKey(), app.getValue());
            xml.out.writeEndElement();
        });
    }

    static byte[] bytes(String name, List<Entry> entries) {
        return written(xml -> xml.app(name, entries));
    }

    static byte[] bytes(Entry entry) {
        return written(xml -> xml.instance(entry));
    }

    @FunctionalInterface
    private interface Body {
        void write(EurekaXml xml) throws XMLStreamException;
    }

    private static byte[] written(Body body) {
        var bytes = new ByteArrayOutputStream(2_048);
        try {
            XMLStreamWriter out = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            body.write(new EurekaXml(out));
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // memory does not fail so
        }
        return bytes.toByteArray();
    }

    private void app(String name, List<Entry> entries) throws XMLStreamException {
        out.writeStartElement("application");
        element("name", name);
        for (Entry entry : entries) instance(entry);
        out.writeEndElement();
    }

    private void instance(Entry entry) throws XMLStreamException {
        EurekaInstance it = entry.instance();
        out.writeStartElement("instance");
        element("instanceId", it.id());
        element("hostName", it.host());
        element("app", it.app());
        element("ipAddr", it.ip());
        element("status", it.status());
        element("overriddenstatus", it.overridden());
        port("port", it.port(), it.plain());
        port("securePort", it.securePort(), it.secure());
        element("countryId", 1);
        out.writeStartElement("dataCenterInfo");
        out.writeAttribute("class", "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo");
        element("name", "MyOwn");
        out.writeEndElement();
        lease(it);
        metadata(it);
        for (String link : InstanceReader.LINKS) element(link, it.links().get(link));
        element("vipAddress", it.vip());
        element("secureVipAddress", it.secureVip());
        element("isCoordinatingDiscoveryServer", false);
        element("lastUpdatedTimestamp", it.updated());
        element("lastDirtyTimestamp", it.dirty());
        element("actionType", entry.action());
        out.writeEndElement();
    }

    private void lease(EurekaInstance it) throws XMLStreamException {
        out.writeStartElement("leaseInfo");
        element("renewalIntervalInSecs", it.renewal());
        element("durationInSecs", it.duration());
        element("registrationTimestamp", it.registered());
        element("lastRenewalTimestamp", it.renewed());
        element("evictionTimestamp", 0);
        element("serviceUpTimestamp", it.registered());
        out.writeEndElement();
    }

    private void metadata(EurekaInstance it) throws XMLStreamException {
        out.writeStartElement("metadata");
        if (it.metadata().isEmpty()) out.writeAttribute("class", "java.util.Collections$EmptyMap");
        for (var one : it.metadata().entrySet()) {
            if (NAME.matcher(one.getKey()).matches()) element(one.getKey(), one.getValue());
        }
        out.writeEndElement();
    }

    private void port(String name, int number, boolean enabled) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeAttribute("enabled", Boolean.toString(enabled));
        out.writeCharacters(Integer.toString(number));
        out.writeEndElement();
    }

    /** Nothing when there is no value. */
    private void element(String name, @Nullable Object value) throws XMLStreamException {
        if (value == null) return;
        out.writeStartElement(name);
        out.writeCharacters(value.toString());
        out.writeEndElement();
    }
}
