package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.install.fetch.PackageSource;
import io.stardust.agent.install.fetch.Trust;
import io.stardust.protocol.deploy.ServiceInfo;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortArgumentTest {
    @TempDir
    Path folder;

    @Test
    void added_tellsSpringBootItsPort() throws Exception {
        List<String> boot = List.of("java", "-jar", jar("a.jar", "Spring-Boot-Version: 3.5.0\n"), "x");
        List<String> loader = List.of(
                "java", "-jar", jar("b.jar", "Main-Class: org.springframework.boot.loader.launch.JarLauncher\n"));
        List<String> plain = List.of("java", "-jar", jar("c.jar", "Main-Class: x.Main\n"));

        assertThat(added(boot, null)).endsWith("x", "--server.port=8080");
        assertThat(added(loader, null)).endsWith("--server.port=8080");
        assertThat(added(plain, null)).isEqualTo(plain);
        assertThat(added(List.of("java", "-jar", "no-such.jar"), null)).hasSize(3);
    }

    @Test
    void added_tellsDotnetItsPort_asUpstreamDoes() {
        assertThat(added(List.of("dotnet", "/x/Web.dll", "a"), null))
                .containsExactly("dotnet", "/x/Web.dll", "a", "urls=http://*:8080");
    }

    @Test
    void added_leavesTheArgumentsAlone_whenTheyOrTheEnvironmentSayIt() throws Exception {
        String jar = jar("a.jar", "Spring-Boot-Version: 3.5.0\n");
        List<String> told = List.of("java", "-jar", jar, "--Server.Port=9");
        List<String> urls = List.of("dotnet", "Web.dll", "--urls=http://*:9");

        assertThat(added(told, null)).isEqualTo(told);
        assertThat(added(urls, null)).isEqualTo(urls);
        assertThat(PortArgument.added(service(8080, null), List.of("java", "-jar", jar), Map.of("SERVER_PORT", "9")))
                .hasSize(3);
        assertThat(PortArgument.added(
                        service(8080, null), List.of("dotnet", "Web.dll"), Map.of("ASPNETCORE_URLS", "x")))
                .hasSize(2);
    }

    @Test
    void added_followsTheDeployment_whenThatSaysHow() throws Exception {
        List<String> boot = List.of("java", "-jar", jar("a.jar", "Spring-Boot-Version: 3.5.0\n"));

        assertThat(added(boot, "")).isEqualTo(boot);
        assertThat(added(boot, "--listen '0.0.0.0 {port}'")).endsWith("--listen", "0.0.0.0 8080");
        assertThat(added(List.of("serve", "-p", "7"), "-p {port}")).containsExactly("serve", "-p", "7");
        assertThat(added(List.of("serve"), "-p {port}")).containsExactly("serve", "-p", "8080");
        assertThat(PortArgument.added(service(0, "-p {port}"), List.of("serve"), Map.of()))
                .containsExactly("serve");
    }

    @Test
    void plan_letsJarsLoadTheJavaAgent_andOthersHearOfIt() throws Exception {
        Path agent = Files.writeString(folder.resolve("watch.jar"), "");
        PackageSource none = (url, from) -> {
            throw new java.io.FileNotFoundException(url);
        };
        Whereabouts where = new Whereabouts("http://s:1", "web1", agent.toString());
        Installer installer = new Installer(folder, none, Trust.SERVER, InstantSource.system(), where);
        Files.createDirectories(folder.resolve("apps/shop"));
        Files.copy(Path.of(jar("a.jar", "Main-Class: x.Main\n")), folder.resolve("apps/shop/a.jar"));

        StartPlan jar = installer.plan(Deploys.app("shop").fileName("a.jar").info());
        StartPlan other = installer.plan(Deploys.app("shop").fileName("sleep").info());

        assertThat(jar.command().subList(1, 3)).containsExactly("-javaagent:" + agent, "-jar");
        assertThat(jar.environment()).doesNotContainKey("JAVA_TOOL_OPTIONS");
        assertThat(other.environment()).containsEntry("JAVA_TOOL_OPTIONS", "-javaagent:" + agent);
        Files.delete(agent);
        assertThat(installer
                        .plan(Deploys.app("shop").fileName("a.jar").info())
                        .command()
                        .get(1))
                .isEqualTo("-jar");
    }

    private static List<String> added(List<String> command, @Nullable String portArgument) {
        return PortArgument.added(service(8080, portArgument), command, Map.of());
    }

    private static ServiceInfo service(int port, @Nullable String portArgument) {
        return new ServiceInfo(
                "shop",
                null,
                null,
                null,
                null,
                true,
                10,
                false,
                null,
                false,
                false,
                0,
                0,
                0,
                null,
                port,
                null,
                null,
                null,
                null,
                null,
                portArgument,
                0,
                null,
                null,
                0);
    }

    private String jar(String name, String manifest) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(("Manifest-Version: 1.0\n" + manifest).getBytes(StandardCharsets.UTF_8));
        }
        return file.toString();
    }
}
