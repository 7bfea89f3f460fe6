package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of apps are in the data folder. */
class PrivacyTest {
    @TempDir
    Path data;

    private void lay(String file) throws IOException {
        Path path = data.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "x");
        for (Path at = path; at != null && at.startsWith(data); at = at.getParent()) {
            Files.setPosixFilePermissions(
                    at, PosixFilePermissions.fromString(Files.isDirectory(at) ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
    }

    @Test
    void take_closesWhatAnOlderAgentLeftOpen_andLeavesTheAppsAlone() throws Exception {
        for (String file : new String[] {
            "state/desired.json",
            "state/install/shop.json",
            "logs/shop/out.log",
            "releases/shop/1.zip",
            "apps/shop/app.json",
            "releases/old/shadow-12345678/app.jar",
            "secrets/shop"
        }) lay(file);

        try (var folder = new DataFolder(data)) {
            folder.take();
        }

        assertThat(mode("")).isEqualTo("rwx--x--x");
        assertThat(mode("apps")).isEqualTo("rwx--x--x");
        assertThat(mode("secrets")).isEqualTo("rwx--x--x");
        for (String own : new String[] {"state", "state/install", "logs", "logs/shop", "releases/shop"}) {
            assertThat(mode(own)).as(own).isEqualTo("rwx------");
        }
        for (String own : new String[] {"state/desired.json", "logs/shop/out.log", "releases/shop/1.zip"}) {
            assertThat(mode(own)).as(own).isEqualTo("rw-------");
        }
        assertThat(mode("apps/shop")).isEqualTo("rwxr-xr-x");
        assertThat(mode("apps/shop/app.json")).isEqualTo("rw-r--r--");
        assertThat(mode("releases/old")).isEqualTo("rwx--x--x");
        assertThat(mode("releases/old/shadow-12345678/app.jar")).isEqualTo("rw-r--r--");
    }
}
