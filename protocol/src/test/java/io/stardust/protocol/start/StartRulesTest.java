package io.stardust.protocol.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.start.StartRules.Found;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Packages as people have them, made by the build tools of the field. */
class StartRulesTest {
    private static final String SH = "#!/bin/sh\n";
    private static final String JAR = "Main-Class: a.B\n";
    private static final byte[] RUNNABLE = bytes("Manifest-Version: 1.0\nMain-Class: a.B\n");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Found look(Listed files, String... arguments) {
        return StartRules.find(files, List.of("shop"), List.of(arguments), Map.of("PORT", "8080")::get);
    }

    private static Start start(Listed files, String... arguments) {
        Found found = look(files, arguments);
        assertThat(found).isInstanceOf(Found.One.class);
        return ((Found.One) found).start();
    }

    private static String why(Found found) {
        return found instanceof Found.Nothing nothing ? nothing.why() : ((Found.Several) found).why();
    }

    @Test
    void find_looksThroughTheOnlyFolder_asArchivesOfGradleAndMavenHaveIt() {
        Start gradle = start(Listed.of(
                "orders-1.2/bin/orders", SH, "orders-1.2/bin/orders.bat", "@echo", "orders-1.2/lib/orders.jar", ""));
        Start tomcat = start(Listed.of(
                "apache-tomcat-11.0.1/bin/catalina.sh",
                SH,
                "apache-tomcat-11.0.1/bin/startup.sh",
                SH,
                "apache-tomcat-11.0.1/conf/server.xml",
                "",
                "apache-tomcat-11.0.1/README.md",
                ""));
        Start mac = start(Listed.of("run/run.sh", "java -jar x", "__MACOSX/run/._run.sh", "", "run/.DS_Store", ""));

        assertThat(gradle.target()).isEqualTo("orders-1.2/bin/orders");
        assertThat(gradle.folder()).isEqualTo("orders-1.2");
        assertThat(tomcat.target()).isEqualTo("apache-tomcat-11.0.1/bin/catalina.sh");
        assertThat(tomcat.arguments()).containsExactly("run");
        assertThat(mac.target()).isEqualTo("run/run.sh");
    }

    @Test
    void find_namesSeveral_whenBinHasMoreThanOneProgramOfOtherNames() {
        Found found = look(Listed.of("kit-1/bin/start", SH, "kit-1/bin/stop", SH));

        assertThat(why(found)).contains("kit-1/bin/start, kit-1/bin/stop").contains("name one");
        assertThat(((Found.Several) found).starts()).allMatch(each -> each.why().equals("one of several"));
    }

    @Test
    void find_runsWhatPackageJsonStarts_withoutNpmWhereThatIsPlain() {
        Start script = start(Listed.of(
                "package.json",
                "{\"scripts\":{\"start\":\"node --enable-source-maps ./dist/main.js\"}}",
                "dist/main.js",
                "1",
                "deploy.sh",
                "x"));
        Start main = start(Listed.of("package.json", "{\"main\":\"lib/app\"}", "lib/app.js", "1"), "-v");
        Start tool = start(Listed.of(
                "package.json", "{\"scripts\":{\"start\":\"next start -p 1\"}}", "node_modules/.bin/next", SH));
        Start npm = start(Listed.of("package.json", "{\"scripts\":{\"start\":\"NODE_ENV=x node a.js && b\"}}"), "-v");

        assertThat(script.target()).isEqualTo("node");
        assertThat(script.isFile()).isFalse();
        assertThat(script.arguments()).containsExactly("--enable-source-maps", "./dist/main.js");
        assertThat(main.target()).isEqualTo("lib/app.js");
        assertThat(main.arguments()).containsExactly("-v");
        assertThat(tool.target()).isEqualTo("node_modules/.bin/next");
        assertThat(tool.arguments()).containsExactly("start", "-p", "1");
        assertThat(npm.target()).isEqualTo("npm");
        assertThat(npm.arguments()).containsExactly("start", "--", "-v");
    }

    @Test
    void find_saysWhatPackageJsonNames_whenThatIsNotThere() {
        Found found =
                look(Listed.of("package.json", "{\"scripts\":{\"start\":\"node dist/main.js\"}}", "src/a.ts", ""));

        assertThat(why(found))
                .contains("starts dist/main.js, which is not there")
                .contains("src/ (1 file)");
    }

    @Test
    void find_runsTheWebLineOfAProcfile_withTheAppsVariablesAndNoShell() {
        Start start = start(Listed.of(
                "Procfile",
                "\uFEFFworker: ./w\nweb: java -Dp=${PORT} -Dq=${NONE:-7} -jar 'my app.jar' $PORT\n",
                "my app.jar",
                JAR,
                "other.jar",
                JAR));

        assertThat(start.target()).isEqualTo("java");
        assertThat(start.arguments()).containsExactly("-Dp=8080", "-Dq=7", "-jar", "my app.jar", "8080");
        assertThat(why(look(Listed.of("Procfile", "web: a && b\n")))).contains("needs a shell");
        assertThat(why(look(Listed.of("Procfile", "web: a 'b\n")))).contains("not closed");
        assertThat(start(Listed.of("Procfile", "web: ./run x\n", "run", SH)).target())
                .isEqualTo("run");
    }

    @Test
    void find_takesTheJarOfQuarkus_amongOthers() {
        assertThat(start(Listed.of("quarkus-app/quarkus-run.jar", JAR, "shop-1.0-lib.jar", ""))
                        .target())
                .isEqualTo("quarkus-app/quarkus-run.jar");
    }

    @Test
    void find_saysWhatIsThere_whenNothingCanBeStarted() {
        Found found = look(Listed.of("README.md", "x", "lib/a.jar", "", "lib/b.jar", "", "tool.jar", "no class"));

        assertThat(why(found))
                .contains("it holds README.md, lib/ (2 files), tool.jar")
                .contains("tool.jar has no Main-Class")
                .contains("expected: one of shop")
                .contains("name the start file");
        assertThat(why(look(Listed.of()))).contains("no file");
    }

    @Test
    void find_saysWhyItStartsNotWhatPeopleTakeForAProgram() {
        assertThat(why(look(Listed.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n", "a/B.class", ""))))
                .contains("META-INF/MANIFEST.MF has no Main-Class");
        assertThat(why(look(Listed.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n", "WEB-INF/web.xml", ""))))
                .contains("web application", "Tomcat");
        assertThat(why(look(Listed.of("run.bat", "@echo off\r\n", "readme.txt", ""))))
                .contains("for Windows only: run.bat");
    }

    @Test
    void find_takesArgumentsOfTheFile_withoutItsMark_unlessTheDeploymentHasSome() {
        Listed files = Listed.of("a.jar", JAR, "start.args", "\uFEFF--port\r\n8080\r\n# no\r\n");

        assertThat(start(files).arguments()).containsExactly("--port", "8080");
        assertThat(start(files, "-x").arguments()).containsExactly("-x");
        assertThatThrownBy(() -> look(Listed.of("a.jar", JAR, "start.args", "x\n".repeat(40_000))))
                .hasMessageContaining("start.args is larger than");
    }

    @Test
    void jar_isThePackageItself_unlessAFileInItIsNamed() {
        assertThat(StartRules.jar(RUNNABLE, null, path -> false, "shop")).contains("shop.jar");
        assertThat(StartRules.jar(RUNNABLE, "shop-1.0.zip", path -> false, "shop"))
                .contains("shop.jar");
        assertThat(StartRules.jar(RUNNABLE, "app.war", path -> false, "shop")).contains("app.war");
        assertThat(StartRules.jar(RUNNABLE, "run.sh", path -> true, "shop")).isEqualTo(Optional.empty());
        assertThat(StartRules.jar(RUNNABLE, "inner.jar", path -> true, "shop")).isEqualTo(Optional.empty());
        assertThat(StartRules.jar(bytes("Manifest-Version: 1.0\n"), null, path -> false, "shop"))
                .isEqualTo(Optional.empty());
        assertThat(StartRules.jar(new byte[0], null, path -> false, "shop")).isEqualTo(Optional.empty());
    }

    @Test
    void kind_seesThroughAByteOrderMark() {
        assertThat(FileKind.of("run", bytes("\uFEFF#!/bin/sh"))).isEqualTo(FileKind.SCRIPT);
        assertThat(FileKind.of("run", bytes("\u007fELF"))).isEqualTo(FileKind.PROGRAM);
        assertThat(FileKind.of("lib.so.1", bytes("\u007fELF"))).isEqualTo(FileKind.DATA);
        assertThat(FileKind.of("run.SH", bytes("echo"))).isEqualTo(FileKind.SHELL);
        assertThat(FileKind.of("a.txt", new byte[0])).isEqualTo(FileKind.DATA);
    }
}
