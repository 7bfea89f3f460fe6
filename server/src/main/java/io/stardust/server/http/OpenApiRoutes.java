package io.stardust.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The people face's document, as it describes itself. */
public final class OpenApiRoutes {
    /** Adds the route. */
    public void register(Api api) {
        api.get("/openapi.yaml", Need.NOTHING, _ -> Answer.raw("application/yaml", document()));
    }

    private static byte[] document() {
        try (InputStream in = OpenApiRoutes.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) throw new IllegalStateException("the program lacks openapi.yaml");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
