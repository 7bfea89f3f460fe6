package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** Packages that the build has made. */
final class Samples {
    private Samples() {}

    /** {@code hello-1.0.zip} or {@code hello-2.0.zip}: answers over HTTP with its version. */
    static Path hello(String version) {
        return existing("stardust.root", "samples/target/hello-" + version + ".zip");
    }

    /** {@code shell-1.0.zip}, {@code site-1.0.zip} or {@code task-1.0.zip}. */
    static Path sample(String name) {
        return existing("stardust.root", "samples/target/" + name + "-1.0.zip");
    }

    /** A Spring Boot application that knows Netflix Eureka alone, of Boot 3 or 4. */
    static Path newcomer(int boot) {
        return existing("stardust.root", "samples/eureka/boot" + boot + "/target/newcomer" + boot + ".jar");
    }

    /** A Spring Boot application that answers with its property {@code sample.version}. */
    static Path springBoot() {
        return existing("stardust.root", "samples/spring/target/spring.jar");
    }

    /** A Spring Boot application with our starter, of Boot 3 or 4. */
    static Path neighbour(int boot) {
        return existing("stardust.root", "samples/starter/boot" + boot + "/target/neighbour" + boot + ".jar");
    }

    /** WireMock's standalone jar from Maven Central. */
    static Path wireMock() {
        return existing("stardust.foreign", "wiremock.jar");
    }

    /** A script beside the tests. */
    static Path script(String name) {
        return existing("stardust.scripts", name);
    }

    private static Path existing(String property, String name) {
        Path file = Path.of(String.valueOf(System.getProperty(property)), name)
                .toAbsolutePath()
                .normalize();
        assertThat(file).exists();
        return file;
    }
}
