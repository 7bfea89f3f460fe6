package io.stardust.server.eureka;

import io.stardust.server.http.ApiException.Invalid;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The path of a request in its parts, after {@code /eureka}. Immutable. */
record EurekaPath(List<String> parts) {
    static final String ROOT = "/eureka/";

    /**
     * The parts of a path as it was sent, which begins with {@link #ROOT}; slashes that nothing is between count once.
     *
     * @throws Invalid if a part is no text
     */
    static EurekaPath of(String raw) {
        List<String> parts = new ArrayList<>();
        for (String part : raw.substring(ROOT.length()).split("/")) {
            if (!part.isEmpty()) parts.add(decoded(part));
        }
        return new EurekaPath(parts);
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Invalid("path: a % that no two hexadecimal digits follow (expected: %25)");
        }
    }

    /** The part at {@code i}; empty when there is none. */
    String part(int i) {
        return i < parts.size() ? parts.get(i) : "";
    }

    int size() {
        return parts.size();
    }

    /** What it is, each name in it a {@code *}: {@code apps/*}; {@code apps/delta} is not the app of that name. */
    String shape() {
        var shape = new StringBuilder(part(0));
        for (int i = 1; i < parts.size(); i++) {
            boolean word = (i == 1 && size() == 2 && parts.get(1).equals("delta"))
                    || (i == 3 && parts.get(3).equals("status"));
            shape.append('/').append(word ? parts.get(i) : "*");
        }
        return shape.toString();
    }
}
