package io.stardust.agent.supervise.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stardust.protocol.deploy.ServiceInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program finds around it when it starts. */
class LauncherTest {
    @TempDir
    Path folder;

    private Map<String, String> environment(Map<String, String> agent, @Nullable String user) throws Exception {
        var service = new ServiceInfo(
                "app", null, null, null, user, true, 10, false, null, false, false, 0, 0, 0, null, 0, null, null, null,
                null, null, null, 0, null, null, 0);
        return new Launcher(agent)
                .look(List.of("/bin/sh"), folder, Map.of("OWN", "1"), service, folder.resolve("logs/out.log"))
                .environment();
    }

    @Test
    void settingsOfTheAgent_stayWithIt() throws Exception {
        var agent = Map.of(
                "PATH", "/usr/bin:/bin",
                "JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=/one",
                "MALLOC_ARENA_MAX", "1",
                "LC_ALL", "C.UTF-8",
                "STARDUST_OWN", "MALLOC_ARENA_MAX LC_ALL",
                "STARDUST_WAS_LC_ALL", "zh_CN.UTF-8",
                "STARDUST_ENROL", "secret",
                "NOTIFY_SOCKET", "/run/systemd/notify");

        assertThat(environment(agent, null))
                .containsOnly(
                        Map.entry("PATH", "/usr/bin:/bin"), Map.entry("LC_ALL", "zh_CN.UTF-8"), Map.entry("OWN", "1"));
    }

    @Test
    void variables_areTheUsers_whenItRunsAsOne() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");

        assertThat(environment(Map.of("PATH", "/bin", "HOME", "/root", "USER", "root"), "nobody"))
                .containsEntry("USER", "nobody")
                .containsEntry("LOGNAME", "nobody")
                .containsKey("SHELL")
                .extractingByKey("HOME")
                .isNotEqualTo("/root");
    }

    @Test
    void prepare_refuses_whenThereIsNoSuchUser() {
        assertThatThrownBy(() -> environment(Map.of("PATH", "/bin"), "nosuch-user"))
                .isInstanceOf(Launcher.Unstartable.class)
                .hasMessageContaining("does not exist on this node");
    }
}
