package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent in this process, against a small server over real HTTP, with real child processes. */
class AgentTest {
    private final FakeServer server;
    private long pid;

    @TempDir
    Path data;

    AgentTest() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
        ProcessHandle.of(pid).filter(child -> pid > 0).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void agent_installsWhatIsDesired_guardsIt_andTellsWhatItPrinted() throws Exception {
        server.zip = zip("run.sh", "#!/bin/sh\necho hello from the zip\nexec sleep 1000\n");
        server.desired = List.of(deploy(3));
        try (Agent agent = agent()) {
            agent.start();
            Awaits.until("running", () -> state().equals("running"));
            pid = placement().pid();

            assertThat(ProcessHandle.of(pid)).isPresent();
            assertThat(server.steps)
                    .extracting(StepReport::step)
                    .contains("downloaded", "verified", "unpacked", "started");
            assertThat(server.logins.get(0).enrolToken()).isEqualTo("sde_token");
            assertThat(Objects.requireNonNull(server.logins.get(0).node()).machineName())
                    .isEqualTo("shop-3");

            server.commands =
                    List.of(new CommandModel(77, "deploy/output", "{\"Id\":5,\"Lines\":10}", "", "", null, 0));
            Awaits.until("reply", () -> server.replies.containsKey(77L));
            var reply = Objects.requireNonNull(server.replies.get(77L));
            assertThat(reply.status()).isEqualTo(2);
            assertThat(Json.WIRE
                            .read(String.valueOf(reply.data()), OutputChunk.class)
                            .text())
                    .contains("hello from the zip");

            server.commands = List.of(new CommandModel(78, "bash", "echo $((6*7))", "", "", null, 0));
            Awaits.until("reply", () -> server.replies.containsKey(78L));
            assertThat(server.replies.get(78L)).isEqualTo(new CommandReplyModel(78, 2, "42\n"));
            Awaits.until("audit", () -> server.events.size() == 2);
            assertThat(server.events.getFirst().remark()).isEqualTo("command 78 run: echo $((6*7))");
        }
        assertThat(ProcessHandle.of(pid)).isPresent(); // the app lives on without its agent
    }

    @Test
    void agent_adoptsItsApps_whenItComesBackWithoutAServer() throws Exception {
        server.zip = zip("run.sh", "#!/bin/sh\nexec sleep 1000\n");
        server.desired = List.of(deploy(3));
        try (Agent agent = agent()) {
            agent.start();
            Awaits.until("running", () -> state().equals("running"));
            pid = placement().pid();
        }
        server.placements.clear();
        server.desired = List.of(); // an empty answer removes nothing: only an entry that says so does

        try (Agent again = agent()) {
            again.start();
            Awaits.until("reported", () -> state().equals("running"));

            assertThat(placement().pid()).isEqualTo(pid);
            assertThat(placement().adopted()).isTrue();
            assertThat(server.logins.getLast().code()).isEqualTo("C1");
            assertThat(server.logins.getLast().secret()).startsWith("$md5$");
            assertThat(server.logins.getLast().enrolToken()).isNull();
        }
    }

    @Test
    void agent_tellsWhyNothingRuns_whenThePackageIsWrong() throws Exception {
        server.zip = "no zip at all".getBytes(StandardCharsets.UTF_8);
        server.desired = List.of(deploy(3));

        try (Agent agent = agent()) {
            agent.start();
            Awaits.until("failed", () -> state().equals("failed"));

            assertThat(placement().reason()).isNotBlank();
            assertThat(server.steps).extracting(StepReport::step).contains("failed");
        }
    }

    @Test
    void agent_guardsTheServicesOfItsOwnFile_andTellsTheServerApart() throws Exception {
        server.zip = zip("run.sh", "#!/bin/sh\nexec sleep 1000\n");
        Path own = Files.createDirectories(data.resolve("apps/own"));
        Files.write(own.resolve("own.zip"), server.zip);
        Path file = data.resolve("stardust-agent.json");
        Files.writeString(file, "{\"services\":[{\"name\":\"own\",\"enable\":true,\"mode\":\"Standard\"}]}");
        server.desired = List.of(deploy(3));
        try (Agent agent = agent()) {
            agent.start();
            Awaits.until("running", () -> uploaded().equals("own running") && state().equals("running"));
            pid = placement().pid();
            long local = server.uploads.getLast().getFirst().pid();

            assertThat(ProcessHandle.of(local)).isPresent();
            assertThat(server.placements.keySet()).containsExactly(5L);
            assertThat(server.steps)
                    .allSatisfy(step -> assertThat(step.placementId()).isEqualTo(5));
            Files.writeString(file, "{\"services\":[]}");
            Awaits.until(
                    "stopped",
                    () -> uploaded().isEmpty() && ProcessHandle.of(local).isEmpty());
            assertThat(state()).isEqualTo("running");
            assertThat(own.resolve("run.sh")).exists();
        }
    }

    @Test
    void agent_sendsWhatItsAppsPrint_andTheSameAgain_whenTheConnectionBreaksOrItIsStartedAnew() throws Exception {
        server.zip = zip("run.sh", "#!/bin/sh\necho one; echo ' two'; echo three\nexec sleep 1000\n");
        server.desired = List.of(deploy(3));
        server.cutsOutput = true;
        try (Agent agent = agent()) {
            agent.start();
            Awaits.until("running", () -> state().equals("running"));
            Awaits.until("sent twice", () -> server.outputs.size() >= 2);
            pid = placement().pid();
        }
        int before = server.outputs.size();
        try (Agent again = agent()) {
            again.start();
            Awaits.until("sent by the next agent", () -> server.outputs.size() > before);
            server.cutsOutput = false;
            Awaits.until("all sent", () -> printed().equals("one\n two\nthree\n"));
        }

        FakeServer.Output first = server.outputs.getFirst();
        assertThat(first.head().placement()).isEqualTo(5);
        assertThat(first.head().marks()).allSatisfy(mark -> {
            assertThat(mark.release()).isEqualTo("1.0");
            assertThat(mark.pid()).isEqualTo(pid);
        });
        assertThat(server.outputs.subList(0, before + 1)).containsOnly(first);
    }

    @Test
    void agent_keepsWhatItsAppsPrint_whenItIsNotToBeSent() throws Exception {
        server.zip = zip("run.sh", "#!/bin/sh\necho one\nexec sleep 1000\n");
        server.desired = List.of(deploy(3));
        try (Agent agent = agent(Map.of("logs.send", "false"))) {
            agent.start();
            Awaits.until("running", () -> state().equals("running"));
            pid = placement().pid();
            int pings = server.pings.size();
            Awaits.until("three seconds later", () -> server.pings.size() > pings + 2);

            assertThat(server.outputs).isEmpty();
            assertThat(data.resolve("logs/demo/out.cursor")).doesNotExist();
        }
    }

    /** All that came, each range once. */
    private String printed() {
        StringBuilder all = new StringBuilder();
        server.outputs.stream().distinct().forEach(each -> all.append(each.text()));
        return all.toString();
    }

    /** What was told last of the machine's own services. */
    private String uploaded() {
        if (server.uploads.isEmpty()) return "nothing";
        List<String> told = new ArrayList<>();
        server.uploads.getLast().forEach(each -> told.add(each.name() + " " + each.state()));
        return String.join(", ", told);
    }

    private String state() {
        PlacementReport report = server.placements.get(5L);
        return report == null ? "" : String.valueOf(report.state());
    }

    private PlacementReport placement() {
        return Objects.requireNonNull(server.placements.get(5L));
    }

    private Agent agent() {
        return agent(Map.of());
    }

    private Agent agent(Map<String, String> more) {
        Map<String, String> flags = new HashMap<>(more);
        flags.put("server", server.url());
        flags.put("data", data.toString());
        flags.put("enrol", "sde_token");
        flags.put("name", "shop-3");
        flags.put("commands.shell", "true");
        flags.put("local.port", "0");
        AgentSettings settings = new SettingsReader(SettingsLoader.load(flags, Map.of())).settings();
        return new Agent(settings, Product.read(), System.getenv(), InstantSource.system(), new Random());
    }

    private DeployInfo deploy(long revision) {
        String hash = Hashes.sha256Hex(server.zip);
        String json = "{'Id':5,'Name':'Demo','Version':'1.0','Url':'/Cube/File?id=9.zip','Mode':2,'ReleaseId':9,"
                + "'Desired':'running','Sha256':'" + hash + "','Size':" + server.zip.length + ",'Revision':" + revision
                + ",'Service':{'Name':'demo','FileName':'run.sh','Enable':true,'Mode':10}}";
        return Json.WIRE.read(json.replace('\'', '"'), DeployInfo.class);
    }

    private static byte[] zip(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
