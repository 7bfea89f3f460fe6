package io.stardust.server.registry;

import io.stardust.protocol.Json;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * Answers and frames, put together of providers that are JSON already: a service of a thousand costs a thousand copies,
 * not a thousand encodings.
 */
final class WireText {
    private static final byte[] OK = ascii("{\"code\":0,\"data\":");

    private WireText() {}

    /** The answer to a resolution. */
    static byte[] list(Collection<Provider> providers) {
        var out = new ByteArrayOutputStream(64 + providers.size() * 400);
        out.writeBytes(OK);
        array(out, providers);
        out.write('}');
        return out.toByteArray();
    }

    /** The answer to a registration. */
    static byte[] one(Provider provider) {
        byte[] json = provider.json();
        var out = new ByteArrayOutputStream(OK.length + json.length + 1);
        out.writeBytes(OK);
        out.writeBytes(json);
        out.write('}');
        return out.toByteArray();
    }

    /** The answer to a subscription, a {@link ServiceState}. */
    static byte[] state(String service, long version, Collection<Provider> providers, long protectedSince) {
        var out = new ByteArrayOutputStream(128 + providers.size() * 400);
        out.writeBytes(OK);
        out.writeBytes(ascii("{\"Service\":"));
        out.writeBytes(Json.WIRE.bytes(service));
        out.writeBytes(ascii(",\"Version\":" + version + ",\"Providers\":"));
        array(out, providers);
        out.writeBytes(ascii(",\"ProtectedSince\":" + protectedSince + "}}"));
        return out.toByteArray();
    }

    /** The frame of a {@link ServiceDelta}, which is to be acknowledged when one of {@code set} is leaving. */
    static byte[] delta(String service, long from, long version, Collection<Provider> set, List<Long> gone) {
        var out = new ByteArrayOutputStream(128 + set.size() * 400 + gone.size() * 8);
        out.writeBytes(ascii(ServiceDelta.PREFIX + "{\"Service\":"));
        out.writeBytes(Json.WIRE.bytes(service));
        out.writeBytes(ascii(",\"From\":" + from + ",\"Version\":" + version + ",\"Set\":"));
        array(out, set);
        out.writeBytes(ascii(",\"Gone\":["));
        for (int i = 0; i < gone.size(); i++) out.writeBytes(ascii((i == 0 ? "" : ",") + gone.get(i)));
        boolean asks = set.stream().anyMatch(provider -> provider.standing.leaving());
        out.writeBytes(ascii("],\"Ack\":" + asks + "}"));
        return out.toByteArray();
    }

    private static void array(ByteArrayOutputStream out, Collection<Provider> providers) {
        out.write('[');
        boolean first = true;
        for (Provider provider : providers) {
            if (!first) out.write(',');
            first = false;
            out.writeBytes(provider.json());
        }
        out.write(']');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
