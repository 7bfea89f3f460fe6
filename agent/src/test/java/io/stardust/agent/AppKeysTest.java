package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.app.AppKeyAnswer;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppKeysTest {
    private static final Duration LIFE = Duration.ofDays(30);

    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final List<Long> asked = new ArrayList<>();
    private boolean away;
    private boolean forgotten; // the server knows of no key any more

    private AppKeys keys() {
        return new AppKeys(data, this::ask, clock);
    }

    private AppKeyAnswer ask(long placement, long ends) throws IOException {
        asked.add(placement);
        if (away) throw new IOException("away");
        if (ends != 0 && !forgotten) return new AppKeyAnswer("orders", null, ends);
        return new AppKeyAnswer(
                "orders", "secret" + asked.size(), now.plus(LIFE).toEpochMilli());
    }

    private static DeployInfo placement(long id, String name, String desired) {
        return Json.WIRE.read(
                "{\"Id\":%d,\"Desired\":\"%s\",\"Service\":{\"Name\":\"%s\"}}".formatted(id, desired, name),
                DeployInfo.class);
    }

    private Path file(String name) {
        return data.resolve("keys").resolve(name);
    }

    @Test
    void tend_fetchesAKey_thatOnlyItsUserMayRead() throws Exception {
        keys().tend(List.of(placement(7, "orders", "running")));

        assertThat(Files.readString(file("orders"))).isEqualTo("secret1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("orders"))))
                .isEqualTo("r--------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("keys"))))
                .isEqualTo("rwx--x--x");
    }

    @Test
    void tend_asksOnce_untilTheKeyIsAboutToEnd() throws Exception {
        AppKeys keys = keys();
        keys.tend(List.of(placement(7, "orders", "running")));
        keys.tend(List.of(placement(7, "orders", "running")));
        now = now.plus(LIFE.minus(Duration.ofDays(2)));
        keys.tend(List.of(placement(7, "orders", "running")));

        assertThat(asked).containsExactly(7L, 7L);
        assertThat(Files.readString(file("orders"))).isEqualTo("secret2");
    }

    @Test
    void tend_asksOnceAnHourWhetherTheKeyHolds_andTakesAnotherWhenItDoesNot() throws Exception {
        AppKeys keys = keys();
        keys.tend(List.of(placement(7, "orders", "running")));
        now = now.plus(Duration.ofMinutes(59));
        keys.tend(List.of(placement(7, "orders", "running")));
        assertThat(asked).hasSize(1);

        now = now.plus(Duration.ofMinutes(1));
        keys.tend(List.of(placement(7, "orders", "running")));
        assertThat(asked).hasSize(2);
        assertThat(Files.readString(file("orders"))).isEqualTo("secret1");

        forgotten = true;
        keys.tend(List.of(placement(7, "orders", "running")));
        assertThat(asked).as("not within the hour").hasSize(2);
        now = now.plus(Duration.ofHours(1));
        keys.tend(List.of(placement(7, "orders", "running")));
        assertThat(Files.readString(file("orders"))).isEqualTo("secret3");
    }

    @Test
    void tend_asksWhetherTheKeyHolds_afterAStart() throws Exception {
        keys().tend(List.of(placement(7, "orders", "running")));
        forgotten = true;

        keys().tend(List.of(placement(7, "orders", "running")));

        assertThat(Files.readString(file("orders"))).isEqualTo("secret2");
    }

    @Test
    void tend_asksAgainWithTheNextPull_whenTheServerGaveNone() throws Exception {
        AppKeys keys = keys();
        away = true;
        keys.tend(List.of(placement(7, "orders", "running"), placement(8, "stock", "running")));
        away = false;
        keys.tend(List.of(placement(7, "orders", "running"), placement(8, "stock", "running")));

        assertThat(asked).containsExactly(7L, 7L, 8L);
        assertThat(file("stock")).exists();
    }

    @Test
    void tend_asksForNone_ofLocalServicesAndOtherServers() {
        keys().tend(List.of(
                placement(-3, "local", "running"),
                Json.WIRE.read("{\"Id\":5,\"Service\":{\"Name\":\"upstream\"}}", DeployInfo.class)));

        assertThat(asked).isEmpty();
    }

    @Test
    void tend_deletesTheKey_whenThePlacementGoes() throws Exception {
        AppKeys keys = keys();
        keys.tend(List.of(placement(7, "orders", "running")));
        keys.tend(List.of(placement(7, "orders", "removed")));

        assertThat(file("orders")).doesNotExist();
    }
}
