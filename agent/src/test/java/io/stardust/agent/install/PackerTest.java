package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackerTest {
    private static final long MB = 1 << 20;
    private static final Packer.Progress NOBODY = (files, bytes) -> {};

    @TempDir
    Path temp;

    Path data;
    Path folder;
    Packer packer;

    @BeforeEach
    void makeFolder() throws IOException {
        data = temp.toRealPath().resolve("data");
        folder = Files.createDirectories(data.resolve("apps/cron"));
        packer = new Installer(
                        data,
                        (url, from) -> {
                            throw new FileNotFoundException(url);
                        },
                        InstantSource.system())
                .packer();
    }

    private static DeployInfo cron(@Nullable String directory) {
        Map<String, Object> service = new LinkedHashMap<>(Map.of("Name", "cron", "FileName", "run.sh", "Mode", 11));
        if (directory != null) service.put("WorkingDirectory", directory);
        return Json.WIRE.read(Json.WIRE.bytes(Map.of("Id", -3, "Name", "cron", "Service", service)), DeployInfo.class);
    }

    private Path pack() throws Exception {
        return packer.pack(cron(null), packer.measure(cron(null), 100 * MB), 100 * MB, NOBODY);
    }

    @Test
    void pack_holdsFilesFoldersAndTheirModes_whateverTheirNames() throws Exception {
        write("run.sh", "exec true", "rwxr-x---");
        write("配置/grüße.txt", "text", "rw-------");
        write("zeros", "\0".repeat(5 << 20), "rw-r--r--");
        write("empty", "", "rw-r--r--");
        Files.createDirectory(folder.resolve("hollow"), PosixFilePermissions.asFileAttribute(mode("rwx------")));
        Path out = Files.createDirectory(temp.resolve("out"));

        List<String> files = new SafeUnzip(100 * MB, true).unpack(pack(), out);

        assertThat(files).containsExactlyInAnyOrder("run.sh", "配置/grüße.txt", "zeros", "empty");
        for (String file : files) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
            assertThat(Files.getPosixFilePermissions(out.resolve(file)))
                    .isEqualTo(Files.getPosixFilePermissions(folder.resolve(file)));
        }
        assertThat(Files.getPosixFilePermissions(out.resolve("hollow"))).isEqualTo(mode("rwx------"));
    }

    @Test
    void pack_givesTheSameBytes_whenTheFilesAreTheSame() throws Exception {
        for (String name : List.of("b", "a/z", "a/y", "C")) write(name, name, "rw-r--r--");
        Path first = pack();
        byte[] bytes = Files.readAllBytes(first);
        packer.discard(first);
        Files.setLastModifiedTime(folder.resolve("b"), java.nio.file.attribute.FileTime.fromMillis(1));

        assertThat(Files.readAllBytes(pack())).isEqualTo(bytes);
    }

    @Test
    void pack_leavesOutAndTells_whatNoPackageHolds() throws Exception {
        write("run.sh", "exec true", "rwxr-xr-x");
        write("logs/app.log", "line", "rw-r--r--");
        write("logs/app.log.1", "line", "rw-r--r--");
        write("app.pid", "7", "rw-r--r--");
        write(".stardust/half/file", "x", "rw-r--r--");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(folder.resolve("linked"), Path.of("/etc"));
        Path out = Files.createDirectory(temp.resolve("out"));
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("s")));

            Packer.Content content = packer.measure(cron(null), MB);

            assertThat(new SafeUnzip(MB, true).unpack(pack(), out)).containsExactly("run.sh");
            assertThat(content.files()).isEqualTo(1);
            assertThat(String.join("; ", content.leftOut()))
                    .contains("2 of kind 'symbolic link' (link and others)")
                    .contains("socket, pipe or device s")
                    .contains("2 of kind 'log file' (logs/app.log and others)")
                    .contains("pid file app.pid")
                    .contains("folder of the agent's own .stardust");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc/cron", "/root", "/home/anna", "/usr/local", "/var/lib", "/proc/self", "/tmp"})
    void measure_isRefused_whenTheFolderIsNotTheAppsOwn(String directory) {
        assertThatThrownBy(() -> packer.measure(cron(directory), MB))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining(directory);
    }

    @Test
    void measure_saysSizeAndLimit_whenTheFolderIsTooLarge() throws Exception {
        write("big", "x".repeat((int) (2 * MB)), "rw-r--r--");

        assertThatThrownBy(() -> packer.measure(cron(null), MB))
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("at most 1 MB")
                .hasMessageContaining("packages.pack-mb");
    }

    @Test
    void measure_isRefused_whenNothingIsThere() {
        assertThatThrownBy(() -> packer.measure(cron(null), MB)).hasMessageContaining("no file to pack");
        assertThatThrownBy(() -> packer.measure(cron("/srv/nosuch-folder"), MB))
                .hasMessageContaining("/srv/nosuch-folder does not exist");
    }

    @Test
    void pack_leavesNothing_whenThePackageIsTooLargeOrEnded() throws Exception {
        var random = new byte[(int) (2 * MB)];
        new java.util.Random(1).nextBytes(random);
        Files.write(folder.resolve("a"), random);
        Files.write(folder.resolve("b"), random);
        Packer.Content content = packer.measure(cron(null), 100 * MB);

        assertThatThrownBy(() -> packer.pack(cron(null), content, MB, NOBODY))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("larger than 1 MB");
        assertThat(staged()).isEmpty();
        assertThatThrownBy(() -> packer.pack(cron(null), content, 100 * MB, (files, bytes) -> {
                    throw new InterruptedException("the agent ends");
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(staged()).isEmpty();
    }

    @Test
    void recover_removesWhatAKilledAgentPacked() throws Exception {
        write("run.sh", "exec true", "rwxr-xr-x");
        Path zip = pack();

        new Installer(
                        data,
                        (url, from) -> {
                            throw new FileNotFoundException(url);
                        },
                        InstantSource.system())
                .recover();

        assertThat(zip).doesNotExist();
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("staging/cron"))) {
            return files.toList();
        }
    }

    private void write(String name, String text, String mode) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, mode(mode));
    }

    private static java.util.Set<java.nio.file.attribute.PosixFilePermission> mode(String text) {
        return PosixFilePermissions.fromString(text);
    }
}
