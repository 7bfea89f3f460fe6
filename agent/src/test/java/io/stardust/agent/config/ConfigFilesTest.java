package io.stardust.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they are fetched, kept and written. */
class ConfigFilesTest {
    @TempDir
    Path folder;

    private Path data;
    private Path work;
    private Layout layout;
    private ConfigWriter writer;
    private ConfigKeeper keeper;
    private final Map<String, byte[]> offered = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        data = folder.toRealPath();
        layout = new Layout(data);
        work = Files.createDirectories(data.resolve("apps/web"));
        writer = new ConfigWriter(layout);
        keeper = new ConfigKeeper(data, (placement, sha256) -> {
            asked.add(sha256);
            byte[] content = offered.get(sha256);
            if (content == null) throw new FileNotFoundException("the server is away");
            return new ByteArrayInputStream(content);
        });
    }

    /** Paths and texts, which the server has. */
    private DeployInfo deploy(String... files) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < files.length; i += 2) {
            byte[] content = files[i + 1].getBytes(StandardCharsets.UTF_8);
            offered.put(Hashes.sha256Hex(content), content);
            list.add(Map.of("Path", files[i], "Sha256", Hashes.sha256Hex(content), "Size", content.length));
        }
        Map<String, Object> all =
                Map.of("Id", 7, "Name", "web", "Service", Map.of("Name", "web"), "Config", Map.of("Files", list));
        return Json.WIRE.read(Json.WIRE.bytes(all), DeployInfo.class);
    }

    private void write(DeployInfo deploy) throws IOException {
        assertThat(keeper.tend(List.of(deploy), List.of()).missing()).isNull();
        writer.write(deploy, work);
    }

    private List<String> there() throws IOException {
        try (Stream<Path> all = Files.walk(work)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> work.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void write_putsFilesThere_forTheirUserAlone() throws IOException {
        write(deploy("conf/app.yml", "a: 1\n", "b", "x"));

        assertThat(work.resolve("conf/app.yml")).hasContent("a: 1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("conf/app.yml"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout.config("web"))))
                .isEqualTo("rwx------");
        assertThat(there()).containsExactly("b", "conf/app.yml");
    }

    @Test
    void write_mendsWhatOthersChanged_andLeavesWhatIsRight() throws IOException {
        DeployInfo deploy = deploy("a", "1", "b", "2");
        write(deploy);
        var before = Files.getLastModifiedTime(work.resolve("b"));
        Files.writeString(work.resolve("a"), "9");

        writer.write(deploy, work);

        assertThat(work.resolve("a")).hasContent("1");
        assertThat(Files.getLastModifiedTime(work.resolve("b"))).isEqualTo(before);
        Files.setPosixFilePermissions(work.resolve("a"), PosixFilePermissions.fromString("rw-r--r--"));
        writer.write(deploy, work);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("a"))))
                .isEqualTo("rw-------");
    }

    @Test
    void write_deletesWhatIsNotWantedAnyMore() throws IOException {
        write(deploy("conf/a", "1", "b", "2"));
        Files.writeString(work.resolve("own"), "of the app");

        write(deploy("b", "3"));
        assertThat(there()).containsExactly("b", "own");

        write(Json.WIRE.read(
                "{\"Id\":7,\"Service\":{\"Name\":\"web\"}}".getBytes(StandardCharsets.UTF_8), DeployInfo.class));
        assertThat(there()).containsExactly("own");
    }

    @Test
    void write_goesThroughNoLink_andReplacesNone() throws IOException {
        Path outside = Files.createDirectories(data.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "mine");
        Files.createSymbolicLink(work.resolve("conf"), outside);
        assertThatThrownBy(() -> write(deploy("conf/victim", "theirs")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("symbolic link");
        Files.createSymbolicLink(work.resolve("file"), outside.resolve("victim"));
        assertThatThrownBy(() -> write(deploy("file", "theirs"))).hasMessageContaining("symbolic link");
        Files.createDirectories(work.resolve("folder"));
        assertThatThrownBy(() -> write(deploy("folder", "x"))).hasMessageContaining("no file");
        for (String path : List.of("../x", "/x", "a/../../x", "a//x", "", "a\\x")) {
            assertThatThrownBy(() -> write(deploy(path, "x"))).as(path).isInstanceOf(IOException.class);
        }

        assertThat(outside.resolve("victim")).hasContent("mine");
        assertThat(there()).isEmpty();
    }

    @Test
    void tend_fetchesEachContentOnce_andForgetsOldOnes() throws IOException {
        DeployInfo first = deploy("a", "1");
        write(first);
        write(first);
        assertThat(asked).hasSize(1);

        DeployInfo second = deploy("a", "2");
        assertThat(keeper.tend(List.of(second), List.of(first)).missing()).isNull();
        writer.write(first, work); // its process ended before the next one was wanted
        writer.write(second, work);
        keeper.tend(List.of(second), List.of(second));

        try (Stream<Path> kept = Files.list(layout.config("web"))) {
            assertThat(kept.map(file -> file.getFileName().toString()).filter(name -> name.length() == 64))
                    .containsExactly(Hashes.sha256Hex("2".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void tend_keepsToWhatWasWanted_whenAFileCannotBeHad() {
        DeployInfo before = deploy("a", "1");
        DeployInfo next = deploy("a", "2");
        offered.clear();

        ConfigKeeper.Kept kept = keeper.tend(List.of(next), List.of(before));

        assertThat(kept.list()).containsExactly(before);
        assertThat(kept.missing()).contains("config files of web", "the server is away");
        assertThat(keeper.tend(List.of(next), List.of()).list()).isEmpty();
    }

    @Test
    void tend_takesNothingElse_thanWhatWasNamed() {
        DeployInfo deploy = deploy("a", "1");
        offered.replaceAll((hash, content) -> new byte[] {9});

        assertThat(keeper.tend(List.of(deploy), List.of()).missing()).contains("another content");
        DeployInfo bad = Json.WIRE.read(
                "{\"Id\":7,\"Name\":\"web\",\"Service\":{\"Name\":\"web\"},\"Config\":{\"Files\":[{\"Path\":\"a\",\"Sha256\":\"../../x\"}]}}"
                        .getBytes(StandardCharsets.UTF_8),
                DeployInfo.class);
        assertThat(keeper.tend(List.of(bad), List.of()).missing()).contains("no SHA-256");
    }
}
