package io.stardust.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.cli.http.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports as Apollo's portal and Nacos's console write them. */
class ExportZipTest {
    @TempDir
    Path home;

    private Path zip(String... namesAndTexts) throws IOException {
        Path file = Files.createTempFile(home, "export", ".zip");
        try (OutputStream out = Files.newOutputStream(file);
                var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private Path apollo2() throws IOException {
        return zip(
                "apollo/shop/app.metadata",
                "{\"name\":\"shop\",\"appId\":\"shop\",\"orgId\":\"TEST1\",\"ownerName\":\"apollo\",\"isDeleted\":false}",
                "shop+application.appnamespace.metadata",
                "{\"name\":\"application\",\"appId\":\"shop\",\"format\":\"properties\",\"isPublic\":false}",
                "apollo/shop/PRO/default.cluster.metadata",
                "{\"id\":0,\"name\":\"default\",\"appId\":\"shop\"}",
                "apollo/shop/PRO/shop+default+application.properties",
                """
                [{"id":0,"namespaceId":0,"key":"db.host","value":"10.0.0.5","comment":"where\\n it is","lineNum":1,\
                "type":0,"dataChangeCreatedBy":"apollo"},\
                {"id":0,"namespaceId":0,"key":"","value":"","comment":"# only words","lineNum":2},\
                {"id":0,"namespaceId":0,"key":"url","value":"http://${db.host}/?a\\u003db","lineNum":3}]""",
                "apollo/shop/PRO/shop+default+routes.yml",
                "[{\"id\":0,\"namespaceId\":0,\"key\":\"content\",\"value\":\"route:\\n  to: east\\n\",\"lineNum\":1}]",
                "apollo/shop/PRO/shop+default+menu.json",
                "[{\"id\":0,\"namespaceId\":0,\"key\":\"content\",\"value\":\"{\\\"a\\\": 1}\",\"lineNum\":1}]",
                "apollo/shop/FAT/shop+default+application.properties",
                "[{\"id\":0,\"namespaceId\":0,\"key\":\"db.host\",\"value\":\"10.1.0.5\",\"lineNum\":1}]",
                "apollo/stock/PRO/stock+default+application.properties",
                "[]");
    }

    private static Map<String, String> items(Intake intake) {
        Map<String, String> items = new LinkedHashMap<>();
        intake.items().forEach((id, entry) -> items.put(id.key() + "@" + id.scope(), entry.value()));
        return items;
    }

    private static Intake intake(Path zip, @Nullable String scope, String... words) {
        return Intake.of(ExportZip.read(zip), List.of(words), scope, null, false);
    }

    @Test
    void read_takesTheItemsOfApollosNamespaces_eachInTheScopeOfItsFiles() throws IOException {
        Path zip = apollo2();

        assertThat(items(intake(zip, null, "shop/PRO/default/*", "shop/fat/default/*=TEST")))
                .containsExactly(
                        Map.entry("db.host@", "10.0.0.5"),
                        Map.entry("url@", "http://$${db.host}/?a=b"),
                        Map.entry("route:to@", "east"),
                        Map.entry("menu.json@", "{\"a\": 1}"),
                        Map.entry("db.host@test", "10.1.0.5"));
        Map<Intake.Id, Entry> items = intake(zip, null, "shop/PRO/*").items();
        assertThat(items.get(new Intake.Id("db.host", "")))
                .extracting(Entry::remark)
                .isEqualTo("where it is");
        assertThat(items.get(new Intake.Id("menu.json", "")))
                .extracting(Entry::type)
                .isEqualTo("json");
        assertThat(items(intake(zip, "live", "stock/*"))).isEmpty();
    }

    @Test
    void read_takesTheTextsOfApollo1_alsoFromWindows() throws IOException {
        Path zip = zip(
                "apollo\\shop\\PRO\\shop+default+application.properties",
                "db.host=10.0.0.5\n",
                "apollo\\shop\\PRO\\shop+default+routes.yaml",
                "route: {to: east}\n",
                "apollo\\shop\\PRO\\shop+default+page.xml",
                "<a/>");

        assertThat(items(intake(zip, null, "*")))
                .containsExactly(
                        Map.entry("db.host@", "10.0.0.5"),
                        Map.entry("route:to@", "east"),
                        Map.entry("page.xml@", "<a/>"));
    }

    @Test
    void read_takesNacosFiles_byTheTypeThatTheMetadataSay() throws IOException {
        Path zip = zip(
                "DEFAULT_GROUP/shop",
                "db: {host: 10.0.0.5}\n",
                "DEFAULT_GROUP/shop-test.properties",
                "db.host=10.1.0.5\n",
                "DEFAULT_GROUP/flow-rules",
                "[{\"resource\": \"/orders\"}]",
                "OTHER/notes",
                "as it is\n",
                ".metadata.yml",
                """
                metadata:
                - dataId: shop
                  group: DEFAULT_GROUP
                  type: yaml
                - appName: shop
                  dataId: shop-test.properties
                  desc: of the test
                  group: DEFAULT_GROUP
                  type: properties
                - dataId: flow-rules
                  desc: of Sentinel
                  group: DEFAULT_GROUP
                  type: json
                - dataId: notes
                  group: OTHER
                  type: text
                """);

        Intake all = intake(zip, null, "*/shop", "*-test.*=test", "*/flow-rules", "OTHER/*");

        assertThat(items(all))
                .containsExactly(
                        Map.entry("db:host@", "10.0.0.5"),
                        Map.entry("db.host@test", "10.1.0.5"),
                        Map.entry("flow-rules@", "[{\"resource\": \"/orders\"}]"),
                        Map.entry("notes@", "as it is\n"));
        assertThat(all.items().get(new Intake.Id("flow-rules", "")))
                .isEqualTo(new Entry("flow-rules", "[{\"resource\": \"/orders\"}]", "json", "of Sentinel"));
    }

    @Test
    void read_takesNacosFilesByTheirNames_whenTheExportIsOfNacos1() throws IOException {
        Path zip = zip("DEFAULT_GROUP/shop.yaml", "a: 1.10\n", ".meta.yml", "DEFAULT_GROUP.shop~yaml.app=shop\r\n");

        assertThat(items(intake(zip, null))).containsExactly(Map.entry("a@", "1.10"));
        Intake whole = Intake.of(ExportZip.read(zip), List.of(), null, null, true);
        assertThat(whole.items().values()).containsExactly(new Entry("shop.yaml", "a: 1.10\n", "yaml", null));
    }

    @Test
    void intake_isRefusedAndSaysWhatThereIs_whenItIsNotSaidWhichFiles() throws IOException {
        Path zip = zip("G/a.properties", "x=1\n", "G/b.properties", "x=2\ny=1\n", "G/list.yaml", "- 1\n");

        assertThatThrownBy(() -> intake(zip, null))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("3 files")
                .hasMessageContaining("--files")
                .hasMessageContaining("G/a.properties, G/b.properties, G/list.yaml");
        assertThatThrownBy(() -> intake(zip, null, "G/a.*", "G/c*"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--files G/c*: no such file");
        assertThatThrownBy(() -> intake(zip, null, "*.properties"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("x is in G/a.properties and in G/b.properties");
        assertThatThrownBy(() -> intake(zip, null, "*list.yaml"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(
                        "G/list.yaml: the file has no names with values (expected: another file, or --whole)");
    }

    @Test
    void read_isRefused_whenTheArchiveIsNoExport() throws IOException {
        Path none = Files.writeString(home.resolve("none.zip"), "no zip");
        Path cut = home.resolve("cut.zip");
        byte[] whole = Files.readAllBytes(apollo2());
        Files.write(cut, Arrays.copyOf(whole, whole.length - 30));

        assertThatThrownBy(() -> ExportZip.read(none))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("not a zip archive");
        assertThatThrownBy(() -> ExportZip.read(cut))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> ExportZip.read(home.resolve("away.zip")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot read");
        assertThatThrownBy(() -> ExportZip.read(zip("a/b/c.yml", "x: 1\n")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a/b/c.yml is no file of an export");
        assertThatThrownBy(() -> ExportZip.read(zip("G/latin", "x", "o/shop/PRO/shop+default+a.yml", "y: 1")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("G/latin");
        assertThatThrownBy(() -> ExportZip.read(zip(".meta.yml", "")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no config");
    }

    @Test
    void read_endsAtItsLimits_whenTheArchiveUnpacksToMore() throws IOException {
        String large = "x".repeat(Texts.MOST);
        Path much = zip("G/1", large, "G/2", large, "G/3", large, "G/4", large, "G/5", large);

        assertThatThrownBy(() -> ExportZip.read(much))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("64 MiB");
        assertThatThrownBy(() -> ExportZip.read(zip("G/1", large + "x")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("larger than 16 MiB");
        assertThatThrownBy(() -> ExportZip.read(zip("G/" + "n".repeat(1_000), "")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("1,000 characters");
    }
}
