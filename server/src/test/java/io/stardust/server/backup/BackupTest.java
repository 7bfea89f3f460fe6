package io.stardust.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ManualClock;
import io.stardust.server.Server;
import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.logs.TestLogs;
import io.stardust.server.node.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final String PASSPHRASE = "a long passphrase";

    @TempDir
    Path folder;

    private Path data;
    private Path restored;
    private Path file;
    private ServerUnderTest server;
    private long deployment;

    @BeforeEach
    void start() throws IOException {
        data = folder.resolve("data");
        restored = Files.createDirectories(folder.resolve("restored"));
        file = folder.resolve("all.backup");
        server = ServerUnderTest.start(data);
        var deploys = new Deploys(server);
        deployment = deploys.deployment("hello");
        deploys.release(deployment, "1");
    }

    @AfterEach
    void stop() {
        server.close();
        TestDatabase.drop(restored);
    }

    private void backUp() {
        new Backup(data, TestDatabase.in(data), "4.0.0", line -> {}).run(file, PASSPHRASE);
    }

    private void restore(String passphrase) {
        new Restore(restored, TestDatabase.in(restored), line -> {}).run(file, passphrase);
    }

    private Server restoredServer() {
        ServerSettings settings = ServerSettings.defaults(restored, 0)
                .withBind("127.0.0.1")
                .withPostgres(TestDatabase.settings(restored));
        return new Server(settings, new ManualClock());
    }

    @Test
    void restore_bringsTheLogs_alsoThoseThatAreStillBeingWritten() {
        TestLogs shop = new TestLogs(server, "shop", 1);
        shop.say("INFO", "sealed before");
        server.restart();
        shop.say("INFO", "in the journal");

        backUp();
        server.moveTo(restored, () -> restore(PASSPHRASE));

        assertThat(TestLogs.messages(shop.search(null))).containsExactlyInAnyOrder("sealed before", "in the journal");
    }

    @Test
    void restore_bringsTheLogsOfEachClass_andWhoIsInWhich() {
        server.restart(Map.of("logs.classes", "audit:365:64m"));
        TestLogs ledger = new TestLogs(server, "ledger", 1);
        server.api("PATCH", "/apps/" + ledger.id, Map.of("logClass", "audit"));
        ledger.say("INFO", "sealed before");
        server.restart();
        ledger.say("INFO", "in the journal");

        backUp();
        server.moveTo(restored, () -> restore(PASSPHRASE));

        assertThat(TestLogs.messages(ledger.search(null))).containsExactlyInAnyOrder("sealed before", "in the journal");
        long before = server.api("GET", "/logs/volume", null).number("classes.1.bytes");
        ledger.say("INFO", "behind it");
        assertThat(server.api("GET", "/logs/volume", null).number("classes.1.bytes"))
                .isGreaterThan(before);
    }

    @Test
    void run_holdsAllThatWasAcknowledgedBefore_whileTheServerGoesOn() throws Exception {
        TestNode node = TestNode.enrolled(server, "n1");
        List<String> names = new ArrayList<>();
        var stop = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> load = threads.submit(() -> {
                for (int i = 0; !stop.get(); i++) {
                    server.api("POST", "/deployments", Map.of("name", "meanwhile-" + i));
                }
            });
            for (int i = 0; i < 20; i++) {
                names.add("before-" + i);
                server.api("POST", "/deployments", Map.of("name", "before-" + i));
            }
            backUp();
            stop.set(true);
            load.get();
        }
        server.moveTo(restored, () -> restore(PASSPHRASE));

        Reply all = server.api("GET", "/deployments?limit=200", null);
        for (String name : names) assertThat(String.valueOf(all.body())).contains("name=" + name + ",");
        assertThat(server.api("GET", "/deployments/" + deployment + "/releases", null)
                        .text("items.0.version"))
                .isEqualTo("1");
        assertThat(server.link("/Node/Ping", Map.of(), node.token).code())
                .as("tokens of agents hold: the keys are there")
                .isZero();
    }

    @Test
    void run_leavesNothingElseBehind() throws IOException {
        TestNode.enrolled(server, "n1"); // whose login needs the key of tokens
        backUp();

        assertThat(data.resolve("backup.tmp")).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "restored", "all.backup");
        }
        try (var zip = new ZipFile(file.toFile());
                var keys = zip.getInputStream(zip.getEntry("keys.sealed"))) {
            assertThat(new String(keys.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(
                            Files.readString(data.resolve("keys/token.key")).strip());
        }
    }

    @Test
    void run_refuses_whenTheFileIsThere() throws IOException {
        Files.writeString(file, "mine");

        assertThatThrownBy(this::backUp).isInstanceOf(RefusedException.class).hasMessageContaining("is there already");
        assertThat(file).hasContent("mine");
    }

    @Test
    void restore_changesNothing_whenThePassphraseIsAnother() throws IOException {
        backUp();

        assertThatThrownBy(() -> restore("another passphrase"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not open the keys")
                .hasMessageNotContaining("another passphrase");
        try (Stream<Path> files = Files.list(restored)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void restore_refuses_whenTheBackupWasCutOff() throws IOException {
        backUp();
        byte[] whole = Files.readAllBytes(file);
        for (int length : List.of(0, 1, 100, whole.length / 2, whole.length - 1)) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> restore(PASSPHRASE))
                    .as("%d bytes of %d", length, whole.length)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("cut off or damaged");
        }
    }

    @Test
    void restore_refuses_whenRowsOrAPackageWereChanged() throws IOException {
        backUp();
        for (String entry : List.of("tables/deployment", "blobs/")) {
            Path whole = folder.resolve("whole");
            Files.move(file, whole);
            rewrite(whole, file, entry);

            assertThatThrownBy(() -> restore(PASSPHRASE))
                    .as(entry)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("cut off or damaged");
            assertThatThrownBy(() -> restoredServer().start())
                    .as(entry)
                    .hasMessageContaining("was not filled to the end")
                    .hasMessageContaining("run that again");
            Files.move(whole, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        restore(PASSPHRASE);
        restoredServer().start().close();
    }

    @Test
    void restore_refuses_whenTheBackupIsOfANewerProgram() throws IOException {
        backUp();
        Path whole = folder.resolve("whole");
        Files.move(file, whole);
        rewrite(whole, file, "manifest.json");

        assertThatThrownBy(() -> restore(PASSPHRASE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("made by Stardust 4.0.0, which is newer");
    }

    @Test
    void restore_refuses_whenTheFolderHoldsData() throws IOException {
        backUp();
        restore(PASSPHRASE);
        Map<String, Long> before = sizes();

        assertThatThrownBy(() -> restore(PASSPHRASE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds data already");
        assertThat(sizes()).isEqualTo(before);
    }

    private Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        try (Stream<Path> files = Files.walk(restored)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) sizes.put(path.toString(), Files.size(path));
        }
        return sizes;
    }

    /** Copies a backup, with other bytes in the entries whose names begin so. */
    private static void rewrite(Path from, Path to, String entry) throws IOException {
        try (var zip = new ZipFile(from.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry each : zip.stream().map(ZipEntry.class::cast).toList()) {
                byte[] bytes = zip.getInputStream(each).readAllBytes();
                if (each.getName().startsWith("manifest") && entry.startsWith("manifest")) {
                    bytes = new String(bytes, StandardCharsets.UTF_8)
                            .replaceFirst("\"version\":\\d+", "\"version\":9999")
                            .getBytes(StandardCharsets.UTF_8);
                } else if (each.getName().startsWith(entry)) {
                    bytes[bytes.length - 2] ^= 1;
                }
                out.putNextEntry(new ZipEntry(each.getName()));
                out.write(bytes);
                out.closeEntry();
            }
        }
    }
}
