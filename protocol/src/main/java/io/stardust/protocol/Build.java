package io.stardust.protocol;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What this build is. The uppermost {@code pom.xml} is the one place that says it, for all programs.
 *
 * @param version e.g. {@code 4.2.0}
 * @param compiled when it was built, {@code yyyy-MM-ddTHH:mm:ss}; upstream's servers choose date formats by it
 */
public record Build(String version, String compiled) {
    /** Reads what the build wrote down. */
    public static Build read() {
        try (InputStream in = Build.class.getResourceAsStream("version.txt")) {
            if (in == null) throw new IllegalStateException("version.txt is missing: the build is broken");
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new Build(lines.readLine().strip(), lines.readLine().strip().replace("Z", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
