package io.stardust.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From where the request came that this thread serves. It is bound around a whole request, so that what is recorded of
 * a change can name it without every method in between passing it on, or forgetting to.
 */
public final class Origin {
    private static final ScopedValue<String> ADDRESS = ScopedValue.newInstance();

    /** A host, perhaps with a port; nothing that means something in a shell or a page. */
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._-]{1,253}(:\\d{1,5})?|\\[[0-9a-fA-F:.]{2,45}](:\\d{1,5})?");

    private Origin() {}

    /** Where the client of {@code request} reached us, by its own words if those are safe to repeat. */
    public static Optional<String> of(ServerRequest request) {
        String scheme = request.isSecure() ? "https://" : "http://";
        return request.headers()
                .first(HeaderNames.HOST)
                .filter(host -> HOST.matcher(host).matches())
                .map(host -> scheme + host);
    }

    /** Runs {@code work} as asked for from {@code address}. */
    public static void at(String address, Runnable work) {
        ScopedValue.where(ADDRESS, address).run(work);
    }

    /** The address; null on threads that serve no request. */
    public static @Nullable String address() {
        return ADDRESS.isBound() ? ADDRESS.get() : null;
    }
}
