package io.stardust.server.access;

import io.stardust.protocol.Printable;
import io.stardust.server.http.Check;
import org.jspecify.annotations.Nullable;

/** From where, and with what program, somebody comes to sign in. */
public record Visitor(String address, @Nullable String userAgent) {
    private static final int MAX_AGENT = 300;

    public Visitor {
        if (userAgent != null) {
            String printable = Printable.line(userAgent);
            userAgent = Check.cut(printable, MAX_AGENT);
        }
    }
}
