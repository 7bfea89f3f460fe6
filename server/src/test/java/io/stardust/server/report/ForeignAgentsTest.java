package io.stardust.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignAgentsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode old;
    private long deployment;
    private long release;
    private long placement;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        old = TestNode.enrolled(server, "web1", 1, "3.6.2");
        deployment = deploys.deployment("hello");
        release = deploys.release(deployment, "1.0");
        placement = deploys.placement(deployment, old);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply reply(Reply ping, int status, String data) {
        return server.link(
                "/Node/CommandReply",
                Map.of("Id", ping.number("data.Commands.0.Id"), "Status", status, "Data", data),
                old.token);
    }

    private void database(String statement) throws SQLException {
        try (Connection db = TestDatabase.connect(data);
                Statement sql = db.createStatement()) {
            sql.execute(statement);
        }
    }

    private Reply getAll(String query) {
        return server.link("/Deploy/GetAll?" + query, null, old.token);
    }

    @Test
    void publish_isACommand_andItsAnswerIsAllThereIs() {
        long rollout = deploys.publish(deployment, release).number("id");

        Reply ping = old.ping();
        Reply wanted = getAll("deployId=" + placement + "&deployName=HELLO&appName=");
        Reply before = deploys.rollout(rollout);
        reply(ping, 2, "成功");
        Reply after = deploys.rollout(rollout);

        assertThat(ping.text("data.Commands.0.Command")).isEqualTo("deploy/publish");
        assertThat(Json.PEOPLE.readAny(
                        ping.text("data.Commands.0.Argument").getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Map.of("Id", placement, "DeployName", "hello", "AppName", "hello"));
        assertThat(wanted.number("data.0.Service.Mode")).isEqualTo(2);
        assertThat(wanted.text("data.0.Hash")).matches("[0-9A-F]{32}");
        assertThat(before.text("status")).isEqualTo("running");
        assertThat(after.text("status")).isEqualTo("done");
        assertThat(after.text("placements.0.steps.1.detail")).isEqualTo("成功");
        assertThat(deploys.placed(placement).text("observed.state")).isEqualTo("running");
        assertThat(deploys.placed(placement).at("converged")).isEqualTo(true);
        assertThat(old.ping().at("data.Commands.0")).isNull();
    }

    @Test
    void publish_fails_whenTheAnswerSaysSo_alsoAfterARestart() {
        long rollout = deploys.publish(deployment, release).number("id");
        server.restart();
        old.login(null);

        reply(old.ping(), 4, "no such file");

        assertThat(deploys.rollout(rollout).text("status")).isEqualTo("failed");
        assertThat(deploys.rollout(rollout).text("placements.0.reason")).isEqualTo("no such file");
    }

    @Test
    void publish_fails_whenAServiceControllerEventSaysSo() {
        long rollout = deploys.publish(deployment, release).number("id");

        server.link(
                "/Node/PostEvents",
                List.of(
                        Map.of(
                                "Time",
                                server.clock.millis(),
                                "Type",
                                "hello-info",
                                "Name",
                                "ServiceController",
                                "Remark",
                                "unzipping"),
                        Map.of(
                                "Time",
                                server.clock.millis() + 1,
                                "Type",
                                "hello-error",
                                "Name",
                                "ServiceController",
                                "Remark",
                                "no dll")),
                old.token);

        Reply seen = deploys.rollout(rollout);
        assertThat(seen.text("status")).isEqualTo("failed");
        assertThat(seen.text("placements.0.reason")).isEqualTo("no dll");
        assertThat(seen.text("placements.0.steps.1.step")).isEqualTo("info");
    }

    @Test
    void publish_tellsNothing_whereTheReleaseRuns_unlessAskedAgain() {
        deploys.publish(deployment, release);
        reply(old.ping(), 2, "ok");

        long same = deploys.publish(deployment, release).number("id");
        Reply quiet = old.ping();
        deploys.publish(deployment, Map.of("releaseId", release, "again", true));
        Reply told = old.ping();

        assertThat(deploys.rollout(same).number("counts.unchanged")).isEqualTo(1);
        assertThat(quiet.at("data.Commands.0")).isNull();
        assertThat(told.text("data.Commands.0.Command")).isEqualTo("deploy/publish");
    }

    @Test
    void act_isACommand_andUninstallEndsThePlacement() {
        deploys.publish(deployment, release);
        reply(old.ping(), 2, "ok");

        server.api("POST", "/placements/" + placement + "/stop", null);
        Reply stop = old.ping();
        Reply listed = getAll("deployId=-1");
        reply(stop, 2, "ok");
        String stopped = deploys.placed(placement).text("observed.state");
        server.api("POST", "/placements/" + placement + "/restart", null);
        Reply restart = old.ping();
        reply(restart, 2, "ok");
        String restarted = deploys.placed(placement).text("observed.state");
        server.api("DELETE", "/placements/" + placement, null);
        Reply uninstall = old.ping();
        reply(uninstall, 2, "ok");

        assertThat(stop.text("data.Commands.0.Command")).isEqualTo("deploy/stop");
        assertThat(listed.at("data.0")).isNull();
        assertThat(stopped).isEqualTo("stopped");
        assertThat(restart.text("data.Commands.0.Command")).isEqualTo("deploy/restart");
        assertThat(restarted).isEqualTo("running");
        assertThat(uninstall.text("data.Commands.0.Command")).isEqualTo("deploy/uninstall");
        assertThat(deploys.placed(placement).status()).isEqualTo(404);
    }

    @Test
    void getAll_givesTheNewModes_fromVersion37On() {
        var recent = TestNode.enrolled(server, "web2", 1, "3.10.2026");
        long there = deploys.placement(deployment, recent);
        deploys.publish(deployment, release);

        Reply all = server.link("/deploy/getall?deployId=-1&deployName=&appName=", null, recent.token);
        Reply none = server.link("/deploy/getall?deployId=" + (there + 100), null, recent.token);

        assertThat(all.number("data.0.Service.Mode")).isEqualTo(10);
        assertThat(all.at("data.1")).isNull();
        assertThat(none.body()).isEqualTo(Map.of("code", none.number("code"), "data", List.of()));
    }

    @Test
    void ping_showsTheProcess_andUploadDisablesNothing() {
        deploys.publish(deployment, release);

        Reply counted = server.link("/Deploy/Upload", List.of(Map.of("Name", "mine", "FileName", "x.exe")), old.token);
        Reply known = server.link(
                "/Deploy/Ping",
                Map.of("Id", 4711, "AppName", "hello", "WorkingSet", 5_000_000, "CpuUsage", 0.5),
                old.token);
        Reply unknown = server.link("/Deploy/Ping", Map.of("Id", 1, "AppName", "nobody"), old.token);

        assertThat(counted.number("data")).isEqualTo(1);
        assertThat(known.number("data")).isEqualTo(1);
        assertThat(unknown.number("data")).isZero();
        Reply placed = deploys.placed(placement);
        assertThat(placed.text("observed.state")).isEqualTo("running");
        assertThat(placed.number("observed.pid")).isEqualTo(4711);
        assertThat(placed.number("observed.workingSet")).isEqualTo(5_000_000);
        assertThat(getAll("deployId=-1").number("data.0.Id")).isEqualTo(placement);
        assertThat(server.link("/Deploy/GetBuildTask", null, old.token).code()).isZero();
    }

    @Test
    void everyPath_needsAToken() {
        for (String path : List.of("/Deploy/GetAll", "/Deploy/GetBuildTask")) {
            assertThat(server.link(path, null, null).code()).as(path).isEqualTo(401);
        }
        for (String path : List.of("/Deploy/Report", "/Deploy/Upload", "/Deploy/Ping")) {
            assertThat(server.link(path, Map.of(), "bad").code()).as(path).isEqualTo(401);
        }
    }

    @Test
    void publish_isGivenOnce_whenTheServerIsKilledAfterTheCommit() throws SQLException {
        // as if it were killed before it could write anything after the commit of the wish
        String refusing = "create trigger killed before update on agent_order ";
        if (TestDatabase.POSTGRES) {
            database("create function killed() returns trigger language plpgsql as "
                    + "'begin raise exception using message = ''killed''; end'");
            database(refusing + "execute function killed()");
        } else {
            database(refusing + "begin select raise(abort, 'killed'); end");
        }
        deploys.publish(deployment, release);
        database("drop trigger killed" + (TestDatabase.POSTGRES ? " on agent_order" : ""));
        server.restart();
        old.login(null);

        Reply ping = old.ping();

        assertThat(ping.text("data.Commands.0.Command")).isEqualTo("deploy/publish");
        assertThat(ping.at("data.Commands.1")).isNull();
        reply(ping, 2, "done");
        assertThat(old.ping().at("data.Commands.0")).isNull();
    }
}
