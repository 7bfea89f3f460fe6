package io.stardust.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.ServiceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServicesTest {
    private final List<List<DeployInfo>> taken = new ArrayList<>();
    private final List<PlacementReport> states = new ArrayList<>();
    private long modified = 1_000_000_000_000L;

    @TempDir
    Path data;

    private LocalServices services;

    @BeforeEach
    void make() {
        services = new LocalServices(data, taken::add, () -> states);
    }

    @Test
    void begin_joinsTheFileWithWhatThePlatformWants() throws Exception {
        file("{'services':[{'name':'cron','fileName':'cron.sh','enable':true,'mode':'Standard'},{'name':'web'}]}");

        services.begin(List.of(platform(7, "web", "running")));

        assertThat(names()).containsExactly("web", "cron");
        DeployInfo cron = now().getLast();
        assertThat(cron.id()).isNegative();
        assertThat(cron.desired()).isEqualTo("running");
        assertThat(cron.revision()).isZero();
        assertThat(services.report()).extracting(LocalService::name).containsExactly("cron", "web");
        assertThat(services.report()).extracting(LocalService::shadowed).containsExactly(false, true);
    }

    @Test
    void platform_winsByName_andLeavesTheRestAlone() throws Exception {
        file("{'services':[{'name':'cron','enable':true},{'name':'web','enable':true}]}");
        services.begin(List.of());
        long id = now().getLast().id();

        services.platform(List.of(platform(7, "web", "running")));
        List<Long> shadowed = now().stream().map(DeployInfo::id).toList();
        services.platform(List.of(platform(7, "web", "removed")));

        assertThat(shadowed).hasSize(2).contains(7L).doesNotContain(id);
        assertThat(now()).extracting(DeployInfo::id).contains(7L, id); // what it takes away is ours again
    }

    @Test
    void look_takesAChange_whenTheFileHasComeToRest() throws Exception {
        file("{'services':[{'name':'a','enable':true}]}");
        services.begin(List.of());

        file("{'services':[{'name':'a','enable':true},{'name':'b','enable':true}]}");
        services.look();
        int first = now().size();
        services.look();

        assertThat(first).isEqualTo(1);
        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void look_keepsTheLastGoodList_andSaysWhereTheFileIsWrong() throws Exception {
        file("{'services':[{'name':'a','enable':true}]}");
        services.begin(List.of());

        file("{'services':[\n{'name':'a','enable':maybe}]}");
        services.look();
        services.look();
        String problem = Objects.requireNonNull(services.problem());
        services.platform(List.of(platform(7, "web", "running")));

        assertThat(problem).contains("stardust-agent.json: line 2");
        assertThat(names()).containsExactly("web", "a");
        file("{'services':[{'name':'b'}]}");
        services.look();
        services.look();
        assertThat(services.problem()).isNull();
        assertThat(names()).containsExactly("web", "b");
    }

    @Test
    void look_saysInWordsThatTheFileCannotBeRead() throws Exception {
        Files.createDirectory(data.resolve(LocalServices.FILE));

        services.begin(List.of());

        assertThat(services.problem()).endsWith(LocalServices.FILE + ": it is a folder");
    }

    @Test
    void look_dropsAll_whenTheFileIsGone() throws Exception {
        file("{'services':[{'name':'a','enable':true}]}");
        services.begin(List.of());

        Files.delete(data.resolve(LocalServices.FILE));
        services.look();
        services.look();

        assertThat(now()).isEmpty();
        assertThat(services.report()).isEmpty();
    }

    @Test
    void look_publishesAnew_whenTheZipHoldsSomethingElse() throws Exception {
        Path zip = data.resolve("apps/web/web.zip");
        Files.createDirectories(zip.getParent());
        Files.writeString(zip, "one");
        file("{'services':[{'name':'web','enable':true}]}");
        services.begin(List.of());
        services.look();
        int joined = taken.size();
        DeployInfo first = now().getFirst();
        services.look();
        int idle = taken.size();

        Files.writeString(zip, "two!");
        services.look();
        services.look();
        DeployInfo second = now().getFirst();
        Files.delete(zip);
        services.platform(List.of());

        assertThat(idle).isEqualTo(joined);
        assertThat(first.sha256()).isEqualTo(Hashes.sha256Hex("one".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(second.sha256())
                .isEqualTo(Hashes.sha256Hex("two!".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(services.opens(String.valueOf(second.url()))).isEqualTo(zip);
        assertThat(services.opens("file:/etc/passwd")).isNull();
        assertThat(now().getFirst().sha256()).isEqualTo(second.sha256()); // it stays what was installed
    }

    @Test
    void ask_holdsUntilTheEntrySaysSomethingElse_alsoAfterARestart() throws Exception {
        file("{'services':[{'name':'a','enable':true}]}");
        services.begin(List.of());

        assertThat(services.ask("a", false)).isNull();
        assertThat(now().getFirst().desired()).isEqualTo("stopped");
        var again = new LocalServices(data, taken::add, () -> states);
        again.begin(now());
        assertThat(now().getFirst().desired()).isEqualTo("stopped");
        file("{'services':[{'name':'a','enable':false}]}");
        again.look();
        again.look();
        file("{'services':[{'name':'a','enable':true}]}");
        again.look();
        again.look();

        assertThat(now().getFirst().desired()).isEqualTo("running");
        assertThat(again.ask("b", true)).contains("no service b");
    }

    @Test
    void ask_isRefused_whenTheServiceIsThePlatforms() throws Exception {
        services.begin(List.of(platform(7, "web", "running")));

        assertThat(services.ask("web", false)).contains("the platform's");
    }

    @Test
    void begin_migratesAnOldAgentsXmlOnce() throws Exception {
        Path old = data.resolve("StarAgentSetting.xml");
        Files.writeString(
                old,
                "<StarAgentSetting><Services><ServiceInfo Name='a' Enable='True' Mode='10'/></Services></StarAgentSetting>");

        services.begin(List.of());

        assertThat(names()).containsExactly("a");
        assertThat(old).doesNotExist();
        assertThat(data.resolve("StarAgentSetting.xml.migrated")).exists();
        assertThat(data.resolve(LocalServices.FILE)).content().contains("\"name\":\"a\"", "\"mode\":\"Standard\"");
    }

    @Test
    void begin_migratesChineseNamesToo_andTheOthers_whenOneServiceIsNone() throws Exception {
        Files.write(
                data.resolve("StarAgentSetting.xml"),
                ("<S><ServiceInfo Name='订单服务' Enable='True' Mode='10'/><ServiceInfo Name='a/b' Mode='10'/>"
                                + "<ServiceInfo Name='shop' Enable='True' Mode='10'/></S>")
                        .getBytes(java.nio.charset.Charset.forName("GBK")));

        services.begin(List.of());

        assertThat(names()).containsExactly("订单服务", "shop");
        assertThat(data.resolve("StarAgentSetting.xml.migrated")).exists();
    }

    @Test
    void report_tellsHowEachFares_andNoSecret() throws Exception {
        file("{'services':[{'name':'a','enable':true,'arguments':'--key s3cret','environments':'KEY=s3cret'}]}");
        services.begin(List.of());
        states.add(new PlacementReport(
                now().getFirst().id(), "running", 0, null, 0, 77, 1234, 0, null, null, null, false, 5, null));

        LocalService told = services.report().getFirst();

        assertThat(told.state()).isEqualTo("running");
        assertThat(told.pid()).isEqualTo(77);
        assertThat(Json.WIRE.text(told)).doesNotContain("s3cret");
    }

    private List<DeployInfo> now() {
        return taken.getLast();
    }

    private List<String> names() {
        return now().stream()
                .map(each -> Objects.requireNonNull(each.service()).name())
                .map(String::valueOf)
                .toList();
    }

    private static DeployInfo platform(long id, String name, String desired) {
        ServiceInfo service = Json.WIRE.read("{\"Name\":\"" + name + "\",\"Enable\":true}", ServiceInfo.class);
        return new DeployInfo(
                id, name, "1", null, null, null, 2, service, null, 0, 1, 3, desired, 0, 0, null, null, null, null, 0,
                null, null);
    }

    /** Each time as if written later. */
    private void file(String json) throws IOException {
        Path file = data.resolve(LocalServices.FILE);
        Files.writeString(file, json.replace('\'', '"'));
        modified += 1_000;
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
    }
}
