package io.stardust.server.eureka;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.Json;
import io.stardust.server.eureka.Listing.Entry;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Gzip;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.KeyedCalls;
import io.stardust.server.instance.KeyedCalls.Keyed;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The paths of Eureka's server, with its HTTP statuses: what is not there has no body, since clients would take one for
 * an instance. Each request brings name and secret of an app by HTTP Basic.
 */
final class EurekaRoutes {
    /** Bytes of one instance, unzipped; usual ones have 2,000. */
    private static final int BODY = 64 << 10;

    private final EurekaDoor door;
    private final KeyedCalls calls;
    private final BooleanSupplier enabled;
    private final InstantSource clock;

    EurekaRoutes(EurekaDoor door, KeyedCalls calls, BooleanSupplier enabled, InstantSource clock) {
        this.door = door;
        this.calls = calls;
        this.enabled = enabled;
        this.clock = clock;
    }

    /** Adds the paths; to be called before what answers any path. */
    void register(HttpRouting.Builder routing) {
        routing.any((request, response) -> {
            boolean ours = request.path().path().startsWith(EurekaPath.ROOT) && enabled.getAsBoolean();
            if (ours) answer(request, response);
            else response.next();
        });
    }

    private void answer(ServerRequest request, ServerResponse response) {
        try {
            var call = new LinkCall(request);
            Keyed by = admitted(call);
            call.known();
            EurekaPath path = EurekaPath.of(request.path().rawPath());
            switch (request.prologue().method().text()) {
                case "GET" -> get(new Asking(by, call.address()), path, request, response);
                case "POST" -> post(by, path, call, response);
                case "PUT" -> put(by, path, call, response);
                case "DELETE" -> delete(by, path, response);
                default ->
                    response.status(405)
                            .header(HeaderNames.ALLOW, "GET, POST, PUT, DELETE")
                            .send();
            }
        } catch (Refused e) {
            refuse(response, e);
        } catch (Json.BadJson e) {
            throw new Invalid("body: " + e.getMessage());
        }
    }

    /** Who asks, and from where. */
    private record Asking(Keyed app, String address) {}

    private Keyed admitted(LinkCall call) {
        String header = call.header("Authorization").orElse("");
        @Nullable Shown shown = header.regionMatches(true, 0, "Basic ", 0, 6) ? shown(header.substring(6)) : null;
        if (shown != null) return calls.admit(shown.name, shown.secret, call.address());
        throw new Refused(
                Envelope.UNAUTHORIZED,
                "Authorization: missing (expected: Basic, by http://APP:SECRET@HOST/eureka/ as the service URL)");
    }

    private record Shown(String name, String secret) {
        @Override
        public String toString() {
            return "Shown[" + name + "]";
        }
    }

    private static @Nullable Shown shown(String basic) {
        try {
            byte[] bytes = Base64.getDecoder().decode(basic.strip());
            String pair = new String(bytes, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : new Shown(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void get(Asking by, EurekaPath path, ServerRequest request, ServerResponse response) {
        boolean json = json(request);
        switch (path.shape()) {
            case "apps" -> send(request, response, json, bytes(door.all(by.app, by.address), json));
            case "apps/delta" -> send(request, response, json, bytes(door.delta(by.app, by.address), json));
            case "apps/*" -> {
                @Nullable List<Entry> app = door.all(by.app, by.address).app(path.part(1));
                String name = EurekaInstance.upper(path.part(1));
                if (app == null) absent(response);
                else send(request, response, json, json ? EurekaJson.bytes(name, app) : EurekaXml.bytes(name, app));
            }
            case "apps/*/*" ->
                one(
                        by,
                        request,
                        response,
                        it -> it.id().equals(path.part(2)) && it.app().equals(EurekaInstance.upper(path.part(1))));
            case "instances/*" -> one(by, request, response, it -> it.id().equals(path.part(1)));
            case "vips/*" -> vip(by, request, response, it -> it.plain() && names(it.vip(), path.part(1)));
            case "svips/*" -> vip(by, request, response, it -> it.secure() && names(it.secureVip(), path.part(1)));
            default -> absent(response);
        }
    }

    private static boolean names(@Nullable String vips, String name) {
        if (vips == null) return false;
        return Arrays.stream(vips.split(",")).anyMatch(vip -> vip.strip().equalsIgnoreCase(name));
    }

    private void vip(Asking by, ServerRequest request, ServerResponse response, Predicate<EurekaInstance> which) {
        Listing found = door.all(by.app, by.address).only(which);
        boolean json = json(request);
        if (found.apps().isEmpty()) absent(response);
        else send(request, response, json, bytes(found, json));
    }

    private void one(Asking by, ServerRequest request, ServerResponse response, Predicate<EurekaInstance> which) {
        @Nullable Entry found = door.all(by.app, by.address).find(which);
        boolean json = json(request);
        if (found == null) absent(response);
        else send(request, response, json, json ? EurekaJson.bytes(found) : EurekaXml.bytes(found));
    }

    private void post(Keyed by, EurekaPath path, LinkCall call, ServerResponse response) {
        if (!path.shape().equals("apps/*")) {
            absent(response);
            return;
        }
        boolean xml =
                call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("xml");
        @Nullable Object body = xml ? XmlTree.read(call.bytes(BODY)) : Json.PEOPLE.readAny(call.json(BODY));
        door.register(by, InstanceReader.read(body, path.part(1), clock.millis()), call.address());
        response.status(204).send();
    }

    private void put(Keyed by, EurekaPath path, LinkCall call, ServerResponse response) {
        switch (path.shape()) {
            case "apps/*/*" -> done(response, () -> door.renew(by, path.part(1), path.part(2), dirty(call)));
            case "apps/*/*/status" -> {
                String value =
                        call.query("value").orElseThrow(() -> new Invalid("value: missing (expected: a status)"));
                done(response, () -> door.override(by, path.part(1), path.part(2), value));
            }
            default -> absent(response);
        }
    }

    private void delete(Keyed by, EurekaPath path, ServerResponse response) {
        switch (path.shape()) {
            case "apps/*/*" -> done(response, () -> door.cancel(by, path.part(1), path.part(2)));
            case "apps/*/*/status" -> done(response, () -> door.override(by, path.part(1), path.part(2), null));
            default -> absent(response);
        }
    }

    private static OptionalLong dirty(LinkCall call) {
        String said = call.query("lastDirtyTimestamp").orElse("");
        return said.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(said)) : OptionalLong.empty();
    }

    private static void done(ServerResponse response, BooleanSupplier work) {
        if (work.getAsBoolean()) response.status(200).send();
        else absent(response);
    }

    private static void absent(ServerResponse response) {
        response.status(404).send();
    }

    /** As Eureka's own server decides: XML unless JSON is asked for. */
    private static boolean json(ServerRequest request) {
        return request.headers().first(HeaderNames.ACCEPT).orElse("").contains("json");
    }

    private static byte[] bytes(Listing listing, boolean json) {
        return json ? EurekaJson.bytes(listing) : EurekaXml.bytes(listing);
    }

    private static void send(ServerRequest request, ServerResponse response, boolean json, byte[] bytes) {
        response.header(HeaderNames.CONTENT_TYPE, json ? "application/json" : "application/xml")
                .header(HeaderNames.VARY, "Accept, Accept-Encoding")
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        if (bytes.length < Gzip.WORTH || !Gzip.accepted(request)) response.send(bytes);
        else response.header(HeaderNames.CONTENT_ENCODING, "gzip").send(Gzip.of(bytes));
    }

    private static void refuse(ServerResponse response, Refused e) {
        int status = e.code() >= 400 && e.code() < 600 ? e.code() : 500;
        if (status == 401) response.header(HeaderNames.WWW_AUTHENTICATE, "Basic realm=\"stardust\"");
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
}
