package io.stardust.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen in packages before they are published. */
@Tag("sqlite")
class InspectionsTest {
    private static final String PROGRAM = "\u007fELF program";

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private int uploads;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Files by name, a jar in a jar's place made by {@link #jar}. */
    private static byte[] zip(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] jar(String manifest) {
        return zip(Map.of("META-INF/MANIFEST.MF", text("Manifest-Version: 1.0\n" + manifest)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Map<String, byte[]> files(Object... namesAndContents) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            Object content = namesAndContents[i + 1];
            files.put((String) namesAndContents[i], content instanceof byte[] bytes ? bytes : text((String) content));
        }
        return files;
    }

    private long release(long deployment, Map<String, byte[]> files) {
        return deploys.upload(deployment, "version=v" + ++uploads, BodyPublishers.ofByteArray(zip(files)))
                .number("id");
    }

    private Reply inspect(Map<String, Object> deployment, Object... files) {
        long id = server.api("POST", "/deployments", deployment).number("id");
        return server.api("GET", "/releases/" + release(id, files(files)) + "/inspection", null);
    }

    private static String start(Reply inspection) {
        return inspection.text("starts.0.kind") + " " + inspection.text("starts.0.command");
    }

    @Test
    void inspection_countsAndMeasures() {
        Reply seen = inspect(Map.of("name", "app"), "app.sh", "echo 1\n", "conf/a.json", "{}");

        assertThat(seen.number("entries")).isEqualTo(2);
        assertThat(seen.number("unpackedSize")).isEqualTo(9);
        assertThat(seen.number("size")).isGreaterThan(100);
        assertThat(seen.at("warnings.0")).isNull();
    }

    @Test
    void jar_isNotUnpackedFar_toFindItsManifest() {
        var bomb = new LinkedHashMap<String, byte[]>();
        bomb.put("zeros", new byte[9 << 20]);
        bomb.put("META-INF/MANIFEST.MF", text("Manifest-Version: 1.0\nMain-Class: a.B\n"));

        Reply seen = inspect(Map.of("name", "far"), "other.jar", zip(bomb));

        assertThat(seen.at("starts.0")).isNull();
        assertThat(seen.text("warnings.0")).contains("nothing to start");
    }

    @Test
    void start_isWhatAnAgentWouldChoose() {
        byte[] runnable = jar("Main-Class: a.B\n");
        byte[] library = jar("");

        assertThat(start(inspect(Map.of("name", "shop"), "shop.jar", runnable, "x.jar", runnable)))
                .isEqualTo("jar java -jar shop.jar");
        assertThat(start(inspect(Map.of("name", "a1", "arguments", "-p 1"), "main.jar", runnable, "lib.jar", library)))
                .isEqualTo("jar java -jar main.jar -p 1");
        assertThat(start(inspect(Map.of("name", "a2"), "run.sh", "echo\n", "README", "x")))
                .isEqualTo("script sh run.sh");
        assertThat(start(inspect(Map.of("name", "a3"), "run", "#!/bin/sh\n", "start.args", "# c\none\ntwo\n")))
                .isEqualTo("script ./run one two");
        assertThat(start(inspect(Map.of("name", "a4"), "server", PROGRAM, "lib.so", PROGRAM)))
                .isEqualTo("executable ./server");
        assertThat(start(inspect(Map.of("name", "a5", "fileName", "tool.py"), "tool.py", "print(1)")))
                .isEqualTo("script python3 tool.py");
        assertThat(start(inspect(Map.of("name", "a6", "arguments", "b.js x"), "b.js", "1", "c.txt", "2")))
                .isEqualTo("script node b.js x");
        assertThat(start(inspect(Map.of("name", "a7"), "Web.dll", "x", "Web.runtimeconfig.json", "{}", "Lib.dll", "")))
                .isEqualTo("executable dotnet Web.dll");
        assertThat(start(inspect(Map.of("name", "a8", "mode", "hosted"), "index.html", "x", "a.css", "")))
                .startsWith("web ");
        assertThat(start(inspect(Map.of("name", "a9", "fileName", "nginx"), "a.conf", "x")))
                .isEqualTo("executable nginx");
    }

    @Test
    void warnings_sayWhatAgentsWouldRefuse() {
        Reply nothing = inspect(Map.of("name", "b1"), "README", "x");
        Reply several = inspect(Map.of("name", "b2"), "a.sh", "x", "b.sh", "y");

        assertThat(nothing.at("starts.0")).isNull();
        assertThat(nothing.text("warnings.0")).contains("nothing to start");
        assertThat(several.at("starts.1")).isNotNull();
        assertThat(several.text("warnings.0")).contains("a.sh, b.sh");
    }

    @Test
    void upload_isRefused_whenAgentsWouldRefuseIt() {
        long id = deploys.deployment("b3");

        assertThat(refusal(id, zip(files("b3.sh", "x", "../out", "y"))))
                .contains("'../out'")
                .contains("nothing was kept");
        assertThat(refusal(id, zip(files("A.txt", "1", "a.txt", "2")))).contains("differ only in case");
        assertThat(refusal(id, zip(files("b3.sh", "x", "conf\\a.txt", "y")))).contains("backslash");
        assertThat(refusal(id, zip(files("zeros", new byte[3 << 20])))).contains("'zeros' grows");
        assertThat(refusal(id, new byte[0])).contains("the file is empty");
        assertThat(refusal(id, new byte[] {0x1F, (byte) 0x8B, 8, 0}))
                .contains("gzip")
                .contains("expected: a zip");
        assertThat(refusal(id, text("#!/bin/sh\necho no zip behind it\n"))).contains("not a zip");
        assertThat(server.api("GET", "/deployments/" + id + "/releases", null).at("items.0"))
                .isNull();
    }

    private String refusal(long deployment, byte[] body) {
        Reply reply = deploys.upload(deployment, "version=r" + ++uploads, BodyPublishers.ofByteArray(body));
        assertThat(reply.status()).isEqualTo(400);
        return reply.text("detail");
    }

    @Test
    void start_isTheJarItself_whenThePackageIsOne() {
        long id = deploys.deployment("boot");
        long release = deploys.upload(id, "version=1", BodyPublishers.ofByteArray(jar("Main-Class: a.B\n")))
                .number("id");

        Reply seen = server.api("GET", "/releases/" + release + "/inspection", null);

        assertThat(start(seen)).isEqualTo("jar java -jar boot.jar");
        assertThat(seen.text("starts.0.why")).contains("runnable jar");
    }

    @Test
    void start_isFoundInTheOnlyFolder_andInNamesOfAChineseWindows() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, Charset.forName("GBK"))) {
            zip.putNextEntry(new ZipEntry("订单/run.sh"));
            zip.write(text("echo 1\n"));
        }
        long id = deploys.deployment("orders");
        long release = deploys.upload(id, "version=1", BodyPublishers.ofByteArray(bytes.toByteArray()))
                .number("id");

        Reply seen = server.api("GET", "/releases/" + release + "/inspection", null);

        assertThat(start(seen)).isEqualTo("script sh 订单/run.sh");
    }

    @Test
    void files_arePagedAndFound() {
        long id = release(
                deploys.deployment("app"), files("b.txt", "22", "a.txt", "1", "conf/c.json", "{}", "conf/", ""));

        Reply first = server.api("GET", "/releases/" + id + "/files?limit=2", null);
        Reply second = server.api("GET", "/releases/" + id + "/files?limit=2&cursor=" + first.number("next"), null);
        Reply found = server.api("GET", "/releases/" + id + "/files?q=CONF", null);

        assertThat(first.text("items.0.path")).isEqualTo("a.txt");
        assertThat(first.number("items.1.size")).isEqualTo(2);
        assertThat(first.text("items.0.crc")).isEqualTo("83dcefb7"); // CRC-32 of "1"
        assertThat(first.number("total")).isEqualTo(3);
        assertThat(second.text("items.0.path")).isEqualTo("conf/c.json");
        assertThat(second.at("next")).isNull();
        assertThat(found.number("total")).isEqualTo(1);
    }

    @Test
    void diff_tellsWhatIsNewGoneAndOther() {
        long deployment = deploys.deployment("app");
        long before = release(deployment, files("same", "1", "changed", "22", "gone", "333", "swapped", "ab"));
        long after = release(deployment, files("same", "1", "changed", "4444", "new", "5", "swapped", "ba"));

        Reply diff = server.api("GET", "/releases/" + after + "/diff?against=" + before, null);

        assertThat(diff.text("added.0.path")).isEqualTo("new");
        assertThat(diff.text("removed.0.path")).isEqualTo("gone");
        assertThat(diff.number("removed.0.size")).isEqualTo(3);
        assertThat(diff.text("changed.0.path")).isEqualTo("changed");
        assertThat(diff.number("changed.0.oldSize")).isEqualTo(2);
        assertThat(diff.number("changed.0.newSize")).isEqualTo(4);
        assertThat(diff.text("changed.1.path")).isEqualTo("swapped");
        assertThat(diff.number("same")).isEqualTo(1);
        assertThat(diff.at("truncated")).isEqualTo(false);
        assertThat(server.api("GET", "/releases/" + after + "/diff", null).status())
                .isEqualTo(400);
        assertThat(server.api("GET", "/releases/" + after + "/diff?against=99", null)
                        .status())
                .isEqualTo(404);
    }
}
