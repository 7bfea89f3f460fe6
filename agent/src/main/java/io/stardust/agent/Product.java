package io.stardust.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What this program is.
 *
 * @param version e.g. {@code 4.0.0}
 * @param compiled when it was built, {@code yyyy-MM-ddTHH:mm:ss}; upstream's servers choose date formats by it
 */
record Product(String version, String compiled) {
    /** How servers know agents; upstream's name. */
    static final String NAME = "StarAgent";

    /** Reads what the build wrote down. */
    static Product read() {
        try (InputStream in = Product.class.getResourceAsStream("version.txt")) {
            if (in == null) throw new IllegalStateException("version.txt is missing: the build is broken");
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new Product(
                    lines.readLine().strip(), lines.readLine().strip().replace("Z", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
