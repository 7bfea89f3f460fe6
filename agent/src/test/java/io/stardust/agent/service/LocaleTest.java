package io.stardust.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In which locale the agent's Java starts, and what its apps get to know of the one before. */
class LocaleTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Path java;

    /** Who starts the agent. */
    enum Script {
        PACKAGE,
        SOURCES
    }

    @BeforeEach
    void fakeJava() throws IOException {
        java = folder.resolve("java/bin/java");
        Files.createDirectories(folder.resolve("java/bin"));
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(java, "#!/bin/sh\nexec env\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private List<String> command(Script script) throws IOException {
        if (script == Script.PACKAGE) {
            Path started = folder.resolve("bin/agent");
            Files.writeString(
                    started,
                    Files.readString(ROOT.resolve("packaging/agent/agent.in"))
                            .replace("@CLASS_PATH@", "x")
                            .replace("@FLAGS@", ""));
            return List.of("sh", started.toString());
        }
        String all = Files.readString(ROOT.resolve("stardust"));
        int begin = all.indexOf("find_command() {");
        String function = all.substring(begin, all.indexOf("\n}\n", begin) + 3);
        String stubs = "find_class_path() { class_path=x; }; find_java_of() { java=" + java
                + "; }; fits() { false; }; aot=none; agent_flags=()\n";
        return List.of("bash", "-c", stubs + function + "find_command agent; \"${command[@]}\"");
    }

    private Map<String, String> started(Script script, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(command(script)).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("LC_.*|LANG|STARDUST_.*|MALLOC_.*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(said).isTrue();
        Map<String, String> got = new LinkedHashMap<>();
        for (String line : said.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) got.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return got;
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void script_startsInUtf8_whereTheLocaleIsPlain(Script script) throws Exception {
        Map<String, String> got = started(script, Map.of());

        assertThat(got)
                .containsEntry("LC_ALL", "C.UTF-8")
                .containsEntry("STARDUST_OWN", "MALLOC_ARENA_MAX LC_ALL")
                .doesNotContainKey("STARDUST_WAS_LC_ALL");
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void script_startsInUtf8_whereTheLocaleIsNotInstalled(Script script) throws Exception {
        Map<String, String> got = started(script, Map.of("LC_ALL", "xx_XX.UTF-8", "MALLOC_ARENA_MAX", "4"));

        assertThat(got)
                .containsEntry("LC_ALL", "C.UTF-8")
                .containsEntry("STARDUST_WAS_LC_ALL", "xx_XX.UTF-8")
                .containsEntry("STARDUST_WAS_MALLOC_ARENA_MAX", "4");
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void script_leavesALocaleAlone_thatKnowsUtf8(Script script) throws Exception {
        Map<String, String> got = started(script, Map.of("LANG", "C.UTF-8"));

        assertThat(got).containsEntry("LANG", "C.UTF-8").doesNotContainKey("LC_ALL");
        assertThat(got).containsEntry("STARDUST_OWN", "MALLOC_ARENA_MAX");
    }
}
