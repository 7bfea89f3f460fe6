package io.stardust.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The web server that people have in front of theirs. */
final class Nginx {
    private Nginx() {}

    /** Skips the test where there is none. */
    static Path program() {
        String told = System.getProperty("stardust.nginx", "");
        for (String each : new String[] {told, "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"}) {
            if (!each.isEmpty() && Files.isExecutable(Path.of(each))) return Path.of(each);
        }
        assumeTrue(false, "no nginx here: apt-get install nginx, or run ./stardust check, which fetches it");
        throw new AssertionError();
    }
}
