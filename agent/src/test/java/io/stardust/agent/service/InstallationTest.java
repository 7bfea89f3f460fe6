package io.stardust.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    private static final Map<String, String> SERVER = Map.of("server", "http://deploy.example:6600");

    @TempDir
    Path folder;

    private Path root;
    private Places places;
    private final List<String> said = new ArrayList<>();
    private final Apps apps = new Apps();
    private Installation installation;

    @BeforeEach
    void machine() {
        root = folder.resolve("machine");
        places = new Places(root);
        installation = new Installation(places, said::add);
    }

    private PackageTree version(String version) throws IOException {
        return FakeProgram.tree(folder.resolve("agent-" + version), version, "echo " + version + " \"$@\"\n");
    }

    private Map<?, ?> settings() throws IOException {
        return (Map<?, ?>) Objects.requireNonNull(Json.PEOPLE.readAny(Files.readAllBytes(places.config())));
    }

    /** Every file with its content, every link with its target. */
    private Map<String, String> everything() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String what = Files.isSymbolicLink(path)
                        ? "-> " + Files.readSymbolicLink(path)
                        : Files.isDirectory(path) ? "/" : Files.readString(path);
                found.put(root.relativize(path).toString(), what);
            }
        }
        return found;
    }

    @Test
    void install_putsProgramServiceAndSettingsInTheirPlaces() throws Exception {
        installation.install(version("4.0.0"), Map.of("server", "http://a:6600", "enrol", "sde_token", "name", "web1"));

        assertThat(Files.readSymbolicLink(places.home().resolve("current"))).hasToString("versions/4.0.0");
        assertThat(Files.isExecutable(places.home().resolve("current/bin/agent")))
                .isTrue();
        assertThat(Files.isExecutable(places.home().resolve("stardust-agent"))).isTrue();
        assertThat(Files.readString(places.unit()))
                .contains(
                        "ExecStart=/opt/stardust-agent/stardust-agent run --config /etc/stardust-agent/agent.json",
                        "KillMode=process",
                        "Restart=always",
                        "OOMScoreAdjust=-900",
                        "OOMPolicy=continue",
                        "Delegate=memory");
        assertThat(Files.readSymbolicLink(places.enabled())).hasToString("/etc/systemd/system/stardust-agent.service");
        assertThat(Files.readSymbolicLink(places.command())).hasToString("/opt/stardust-agent/stardust-agent");
        assertThat(settings())
                .isEqualTo(Map.of(
                        "server",
                        "http://a:6600",
                        "enrol",
                        "sde_token",
                        "name",
                        "web1",
                        "data",
                        "/var/lib/stardust-agent"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(places.config())))
                .isEqualTo("rw-------");
        assertThat(places.data()).isDirectory();
        assertThat(installation.version()).isEqualTo("4.0.0");
        assertThat(installation.isEnabled()).isTrue();
    }

    @Test
    void install_twice_changesNothing() throws Exception {
        installation.install(version("4.0.0"), SERVER);
        Map<String, String> once = everything();
        installation.install(new PackageTree(folder.resolve("agent-4.0.0")), Map.of());

        assertThat(everything()).isEqualTo(once);
    }

    @Test
    void install_ofANewerVersion_keepsSettingsAndTheVersionBefore() throws Exception {
        installation.install(version("4.0.0"), SERVER);
        Files.writeString(places.config(), "{\"server\":\"http://b:6600\",\"apps\":{\"installs\":3}}");
        Files.writeString(places.data().resolve("kept"), "x");
        installation.install(version("4.1.0"), Map.of("name", "web2"));
        installation.install(version("4.2.0"), Map.of());

        assertThat(installation.version()).isEqualTo("4.2.0");
        assertThat(settings().get("server")).isEqualTo("http://b:6600");
        assertThat(settings().get("name")).isEqualTo("web2");
        assertThat(settings().get("apps")).asString().contains("installs=3");
        assertThat(places.home().resolve("versions/4.1.0")).isDirectory();
        assertThat(places.home().resolve("versions/4.0.0")).doesNotExist();
        assertThat(places.data().resolve("kept")).exists();
    }

    @Test
    void install_ofAnotherBuild_replacesTheSameVersion() throws Exception {
        installation.install(version("4.0.0"), SERVER);
        PackageTree other = FakeProgram.tree(folder.resolve("other"), "4.0.0", "echo another build\n");
        installation.install(other, Map.of());

        assertThat(places.home().resolve("current/bin/agent")).content().contains("another build");
    }

    @Test
    void install_takesAFailureBack_sincePeopleWantIt() throws Exception {
        installation.install(version("4.0.0"), SERVER);
        new Home(places.home()).fail("4.1.0", "it did not start");
        assertThat(installation.failed()).containsExactly("4.1.0");
        installation.install(version("4.1.0"), Map.of());

        assertThat(installation.failed()).isEmpty();
    }

    @Test
    void install_refuses_whenNoServerIsNamed() {
        assertThatThrownBy(() -> installation.install(version("4.0.0"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server: missing (expected: --server");
    }

    @Test
    void install_leavesTheUnitOfAPackageAlone() throws Exception {
        Files.createDirectories(Objects.requireNonNull(places.packagedUnit().getParent()));
        Files.writeString(places.packagedUnit(), "packaged");
        installation.install(version("4.0.0"), SERVER);

        assertThat(places.unit()).doesNotExist();
        assertThat(Files.readSymbolicLink(places.enabled())).hasToString("/lib/systemd/system/stardust-agent.service");
        assertThatThrownBy(() -> installation.uninstall(false, false, apps))
                .hasMessageContaining("apt-get remove stardust-agent");
    }

    @Test
    void uninstall_keepsDataAndSettings_andSaysSo() throws Exception {
        installation.install(version("4.0.0"), SERVER);
        Files.writeString(places.data().resolve("kept"), "x");
        said.clear();
        installation.uninstall(false, false, apps);
        installation.uninstall(false, false, apps);

        assertThat(places.home()).doesNotExist();
        assertThat(places.unit()).doesNotExist();
        assertThat(Files.isSymbolicLink(places.enabled())).isFalse();
        assertThat(Files.isSymbolicLink(places.command())).isFalse();
        assertThat(places.data().resolve("kept")).exists();
        assertThat(places.config()).exists();
        assertThat(said.get(0)).contains("the agent is gone");
        assertThat(said.get(1)).contains("kept:", "--purge");
        assertThat(said.get(2)).isEqualTo("no agent was installed");
    }

    @Test
    void uninstall_removesAll_whenPurged() throws Exception {
        Path data = Path.of("/srv/agent");
        installation.install(version("4.0.0"), Map.of("server", "http://a:6600", "data", data.toString()));
        assertThat(root.resolve("srv/agent")).isDirectory();
        installation.uninstall(true, false, apps);

        assertThat(root.resolve("srv/agent")).doesNotExist();
        assertThat(places.config().getParent()).doesNotExist();
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void uninstall_isRefused_whileAnAgentThatIsNoServiceRuns() throws Exception {
        Path data = root.resolve("srv/agent");
        installation.install(version("4.0.0"), Map.of("server", "http://a:6600", "data", "/srv/agent"));
        Files.writeString(data.resolve("agent.lock"), "4711");
        try (var lock = FileChannel.open(data.resolve("agent.lock"), StandardOpenOption.WRITE)) {
            assertThat(lock.tryLock()).isNotNull();
            assertThatThrownBy(() -> installation.uninstall(true, true, apps))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("process 4711")
                    .hasMessageContaining("nothing was removed");
        }

        assertThat(installation.version()).isEqualTo("4.0.0");
        installation.uninstall(true, true, apps);
        assertThat(data).doesNotExist();
    }

    @Test
    void purge_isRefusedWhileAppsRun_andStopsThemFirst_whenTold() throws Exception {
        installation.install(version("4.0.1"), Map.of("server", "http://a:6600"));
        apps.running.add("shop (process 4711)");

        assertThatThrownBy(() -> installation.uninstall(true, false, apps))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shop (process 4711)")
                .hasMessageContaining("nothing was removed");
        assertThat(installation.version()).isEqualTo("4.0.1");

        installation.uninstall(true, true, apps);

        assertThat(apps.running).isEmpty();
        assertThat(installation.version()).isNull();
    }

    /** In a list. */
    private static final class Apps implements Installation.Apps {
        final List<String> running = new java.util.ArrayList<>();

        @Override
        public List<String> running(Path data) {
            return List.copyOf(running);
        }

        @Override
        public void stop(Path data) {
            running.clear();
        }
    }
}
