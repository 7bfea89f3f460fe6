package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.CommandLine;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterTest {
    private static final Deploys SHOP = Deploys.app("shop");
    private static final String SH = "#!/bin/sh\n";

    @TempDir
    Path data;

    private Releases releases;
    private Path work;

    @BeforeEach
    void start() {
        releases = new Releases(data);
        work = data.resolve("apps/shop");
    }

    @Test
    void plan_findsTheProgramNamedLikeTheService_beforeAnyOther() throws Exception {
        Zips zip =
                Zips.zip().script("other", SH).file("shop.jar", jar("x.Main")).script("shop.sh", SH);

        assertThat(command(SHOP, zip)).endsWith("-jar", work + "/shop.jar");
    }

    @Test
    void plan_findsTheProgramNamedLikeTheZip() throws Exception {
        Zips zip = Zips.zip().file("store.jar", jar("x.Main")).file("lib.jar", jar("x.Main"));

        assertThat(command(SHOP.fileName("store.zip"), zip)).endsWith("-jar", work + "/store.jar");
    }

    @Test
    void plan_findsTheOnlyRunnableJar_andItsArgumentsFile() throws Exception {
        Zips zip = Zips.zip()
                .file("wiremock-standalone-3.9.jar", jar("wiremock.Run"))
                .file("helper.jar", jar(null))
                .file("start.args", "# how it is started\n--port\n8080\n\n--root-dir \n two words\n");

        List<String> command = command(SHOP, zip);

        assertThat(command.getFirst()).endsWith("/java");
        assertThat(command.subList(1, command.size()))
                .containsExactly(
                        "-jar", work + "/wiremock-standalone-3.9.jar", "--port", "8080", "--root-dir", "two words");
        assertThat(releases.installer
                        .plan(releases.deploy(SHOP.arguments("-v"), zip))
                        .command())
                .endsWith(work + "/wiremock-standalone-3.9.jar", "-v");
    }

    @Test
    void plan_findsTheFirstArgument_whenThatIsAProgram() throws Exception {
        Zips zip =
                Zips.zip().file("a.jar", jar("x.A")).file("b.jar", jar("x.B")).file("data.txt", "1");

        assertThat(command(SHOP.arguments("b.jar 'x y'"), zip)).endsWith("-jar", work + "/b.jar", "x y");
        assertThatThrownBy(() -> releases.stage(SHOP.arguments("data.txt"), zip))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("several files could be started: a.jar, b.jar");
    }

    @Test
    void plan_runsScriptsByThemselves_orByTheirInterpreter() throws Exception {
        assertThat(command(SHOP, Zips.zip().file("go.sh", SH + "echo"))).containsExactly(work + "/go.sh");
        assertThat(work.resolve("go.sh")).isExecutable();
        assertThat(command(Deploys.app("two"), Zips.zip().file("plain.sh", "echo")))
                .hasSize(2)
                .first()
                .asString()
                .endsWith("/sh");
        Deploys tools = Deploys.app("three").environments("PATH=" + tools("python3", "dotnet"));
        assertThat(command(tools, Zips.zip().file("three.py", "print()")))
                .first()
                .asString()
                .endsWith("tools/python3");
        Deploys dotnet = Deploys.app("four").environments("PATH=" + tools("python3", "dotnet"));
        Zips zip = Zips.zip().file("Web.dll", "MZ").file("Other.dll", "MZ").file("Web.runtimeconfig.json", "{}");
        assertThat(command(dotnet, zip)).containsExactly(data + "/tools/dotnet", data + "/apps/four/Web.dll");
    }

    @Test
    void plan_takesJavaFromTheAppsJavaHome_thenPath_thenTheAgentsOwn() throws Exception {
        Zips zip = Zips.zip().file("shop.jar", jar("x.Main"));
        Path home = data.resolve("jdk");
        Trees.write(home, "bin/java", SH);
        assertThat(home.resolve("bin/java").toFile().setExecutable(true)).isTrue();

        assertThat(command(SHOP.environments("JAVA_HOME=" + home), zip)).startsWith(home + "/bin/java");
        assertThat(command(SHOP.environments("PATH=" + tools("java")), zip)).startsWith(data + "/tools/java");
        assertThat(command(SHOP.environments("PATH=" + data), zip))
                .startsWith(System.getProperty("java.home") + "/bin/java");
        assertThatThrownBy(() -> command(SHOP.environments("JAVA_HOME=/nowhere"), zip))
                .hasMessageContaining("/nowhere/bin/java");
    }

    @Test
    void plan_findsACommandOnPath_orSaysWhereItLooked_whenThereIsNoPackage() throws Exception {
        StartPlan plan =
                releases.installer.plan(SHOP.fileName("sleep").arguments("5").info());
        assertThat(plan.command()).hasSize(2).first().asString().endsWith("/sleep");
        assertThat(plan.directory()).isEqualTo(work).isDirectory();

        DeployInfo missing =
                SHOP.fileName("no-such-tool").environments("PATH=/x:/y").info();
        assertThatThrownBy(() -> releases.installer.plan(missing))
                .isInstanceOf(InstallException.class)
                .hasMessage("command not found: no-such-tool (looked in /x, /y)")
                .extracting(e -> ((InstallException) e).step())
                .isEqualTo("started");
        assertThatThrownBy(
                        () -> releases.installer.plan(SHOP.fileName("/no/such").info()))
                .hasMessageContaining("command not found: /no/such");
        assertThatThrownBy(() ->
                        releases.installer.plan(SHOP.fileName("../../bin/sh").info()))
                .hasMessageContaining("is not below");
    }

    @Test
    void stage_refusesBeforeAnythingIsStopped_whenTheCommandIsMissing() {
        assertThatThrownBy(() ->
                        releases.stage(SHOP.fileName("no-such-tool"), Zips.zip().file("a", "1")))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("command not found: no-such-tool")
                .extracting(e -> ((InstallException) e).step())
                .isEqualTo("unpacked");
    }

    @Test
    void plan_startsAFileInTheWorkDirectory() throws Exception {
        assertThat(command(SHOP.fileName("bin/run").arguments("a"), Zips.zip().file("bin/run", SH)))
                .containsExactly(work + "/bin/run", "a");
        assertThat(work.resolve("bin/run")).isExecutable();
    }

    @Test
    void plan_addsTheEnvironment_andShowsNoValueOfIt() throws Exception {
        StartPlan plan = releases.installer.plan(SHOP.fileName("sleep")
                .port(8080)
                .environments("A=1; KEY = secret=x ;;EMPTY=")
                .info());

        assertThat(plan.environment())
                .containsEntry("PORT", "8080")
                .containsEntry("A", "1")
                .containsEntry("KEY", " secret=x ")
                .containsEntry("EMPTY", "")
                .containsEntry("BasePath", work.toString())
                .containsEntry("StarAppId", "shop");
        assertThat(plan.toString()).doesNotContain("secret").contains("KEY");
        assertThatThrownBy(() -> releases.installer.plan(
                        SHOP.fileName("sleep").environments("A=1;secret").info()))
                .hasMessageContaining("part 2 (expected: NAME=value)")
                .hasMessageNotContaining("secret");
    }

    @Test
    void plan_runsThePackageItself_whenItIsARunnableJar() throws Exception {
        byte[] package1 = jar("boot.Main");
        DeployInfo deploy = releases.deploy(SHOP, package1);
        releases.installer.swap(releases.installer.stage(deploy, releases.installer.fetch(deploy, () -> false)));

        assertThat(releases.installer.plan(deploy).command()).endsWith("-jar", work + "/shop.jar");
        assertThat(work.resolve("shop.jar")).hasBinaryContent(package1);
        assertThat(work.resolve("META-INF")).doesNotExist();
    }

    @Test
    void plan_runsInTheOnlyFolder_whenThePackageHasOne() throws Exception {
        Zips zip = Zips.zip().file("orders-1.2/bin/orders", SH).file("orders-1.2/conf/a.txt", "1");
        DeployInfo deploy = releases.deploy(SHOP, zip);
        releases.installer.swap(releases.installer.stage(deploy, releases.installer.fetch(deploy, () -> false)));

        StartPlan plan = releases.installer.plan(deploy);

        assertThat(plan.command()).containsExactly(work + "/orders-1.2/bin/orders");
        assertThat(plan.directory()).isEqualTo(work.resolve("orders-1.2"));
    }

    @Test
    void plan_saysThatArgumentsAreAFieldOfTheirOwn_whenTheFileNameHasSome() {
        assertThatThrownBy(
                        () -> releases.installer.plan(SHOP.fileName("sh run.sh").info()))
                .hasMessageContaining("start file 'sh run.sh'")
                .hasMessageContaining("arguments such as 'run.sh' are a field of their own");
    }

    @Test
    void stage_saysWhatIsInThePackage_whenNothingOfItCanBeStarted() {
        assertThatThrownBy(() ->
                        releases.stage(SHOP, Zips.zip().file("doc/a.txt", "1").file("b.txt", "2")))
                .hasMessageContaining("it holds b.txt, doc/ (1 file)");
    }

    @Test
    void split_cutsAsAShellDoes_andExpandsNothing() {
        assertThat(CommandLine.split("a  'b c' \"d \\\"e\\\" $F\" g\\ h '' --x=\"1 2\"3 *"))
                .containsExactly("a", "b c", "d \"e\" $F", "g h", "", "--x=1 23", "*");
        assertThat(CommandLine.split("  ")).isEmpty();
        assertThat(CommandLine.split(null)).isEmpty();
        assertThat(CommandLine.split("urls=http://*:1080 \"a\\b\"")).containsExactly("urls=http://*:1080", "a\\b");
        assertThatThrownBy(() -> CommandLine.split("a 'b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> releases.installer.plan(
                        SHOP.fileName("sleep").arguments("'5").info()))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("a ' is not closed");
    }

    private List<String> command(Deploys app, Zips zip) throws InstallException, InterruptedException {
        DeployInfo deploy = releases.deploy(app, zip);
        releases.installer.swap(releases.installer.stage(deploy, releases.installer.fetch(deploy, () -> false)));
        return releases.installer.plan(deploy).command();
    }

    private Path tools(String... names) throws IOException {
        Path folder = data.resolve("tools");
        for (String name : names) {
            Trees.write(folder, name, SH);
            assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
        }
        return folder;
    }

    private static byte[] jar(@org.jspecify.annotations.Nullable String mainClass) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            String main = mainClass == null ? "" : "Main-Class: " + mainClass + "\n";
            out.write(("Manifest-Version: 1.0\n" + main).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
