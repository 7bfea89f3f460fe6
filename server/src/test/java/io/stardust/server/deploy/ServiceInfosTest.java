package io.stardust.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.Probe;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.server.deploy.Placement.Wish;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceInfosTest {
    private static Deployment deployment(DeployMode mode, boolean multiple, @Nullable String env, int port) {
        return new Deployment(
                1,
                1,
                1,
                "hello",
                null,
                true,
                new Program("base.jar", "-a", "/srv", "www", env),
                mode,
                multiple,
                new Deployment.Limits(256, 1, 2),
                true,
                port,
                new ProbeTexts(
                        "tcp://x:1", "{\"kind\":\"tcp\",\"failures\":2}", "{\"kind\":\"exec\",\"target\":\"check\"}"),
                new Deployment.FileRules(true, "*.jar", "site.conf", "nginx -s reload", null, null, "logs/*.log"),
                "none",
                20,
                -1,
                0,
                9080,
                false,
                null,
                null,
                1,
                0,
                0);
    }

    private static Placement placement(@Nullable DeployMode mode, @Nullable String env, int port, Wish wish) {
        return new Placement(
                5,
                1,
                3,
                "hello-a",
                true,
                port,
                new Program(null, null, null, null, env),
                mode,
                Placement.Limits.NONE,
                ProbeTexts.NONE,
                0,
                false,
                new Placement.Desired(wish, 9L, 0, 0, 0, 1),
                1,
                0,
                0);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "3.6.9,   STANDARD, false,  2",
                "3.6.9,   SHADOW,   false,  0",
                "3.6.9,   SHADOW,   true,   4",
                "3.6.9,   HOSTED,   false,  1",
                "3.6.9,   TASK,     false,  3",
                "-,       SHADOW,   true,   4",
                "3.7,     STANDARD, false, 10",
                "3.7.2.1, SHADOW,   true,  11",
                "3.10.1,  HOSTED,   false, 12",
                "4.0.0,   TASK,     false, 13",
            })
    void mode_isWrittenAsTheAgentReadsIt(@Nullable String version, DeployMode mode, boolean multiple, int number) {
        ServiceInfo info = ServiceInfos.of(
                deployment(mode, multiple, null, 0),
                placement(null, null, 0, Wish.RUNNING),
                version,
                false,
                text -> text);

        assertThat(info.mode()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // base, over, port, foreign, result
                "-,         -,       0,  true,  -",
                "A=1;B=2,   -,       0,  true,  A=1;B=2",
                "A=1;B=2,   B=3;C=4, 0,  true,  A=1;B=3;C=4",
                "A=1,       -,       80, true,  PORT=80;A=1",
                "PORT=1,    -,       80, true,  PORT=1",
                "A=1,       -,       80, false, A=1",
                "A=x=y,     -,       0,  false, A=x=y",
            })
    void environments_areMergedNameByName(
            @Nullable String base, @Nullable String over, int port, boolean foreign, @Nullable String merged) {
        ServiceInfo info = ServiceInfos.of(
                deployment(DeployMode.STANDARD, false, base, port),
                placement(null, over, 0, Wish.RUNNING),
                "4.0",
                foreign,
                text -> text);

        assertThat(info.environments()).isEqualTo(merged);
    }

    private static int overlapPort(@Nullable DeployMode mode, int port, boolean foreign) {
        return ServiceInfos.of(
                        deployment(DeployMode.SHADOW, true, null, 8080),
                        placement(mode, null, port, Wish.RUNNING),
                        "4.0",
                        foreign,
                        text -> text)
                .overlapPort();
    }

    @Test
    void overlapPort_isTold_onlyWhereTheDeploymentsPortAndModeHold() {
        assertThat(overlapPort(null, 0, false)).isEqualTo(9080);
        assertThat(overlapPort(null, 0, true)).isZero();
        assertThat(overlapPort(null, 8081, false)).isZero();
        assertThat(overlapPort(DeployMode.STANDARD, 0, false)).isZero();
    }

    @Test
    void environment_travelsVariableByVariable_whenItsTextWouldBeTooLongToRead() {
        String value = "x".repeat(30_000);
        String both = "A=" + value + ";B=" + value;

        ServiceInfo ours = ServiceInfos.of(
                deployment(DeployMode.STANDARD, false, both, 0),
                placement(null, null, 0, Wish.RUNNING),
                "4.0",
                false,
                text -> text);
        ServiceInfo foreign = ServiceInfos.of(
                deployment(DeployMode.STANDARD, false, both, 0),
                placement(null, null, 0, Wish.RUNNING),
                "3.0",
                true,
                text -> text);

        assertThat(ours.environments()).isNull();
        assertThat(ours.environmentMap()).containsExactly(Map.entry("A", value), Map.entry("B", value));
        assertThat(Json.WIRE.read(Json.WIRE.bytes(ours), ServiceInfo.class)).isEqualTo(ours);
        assertThat(foreign.environments()).isEqualTo(both);
    }

    @Test
    void everything_isTheDeploymentsOwn_whereThePlacementSaysNothing() {
        ServiceInfo info = ServiceInfos.of(
                deployment(DeployMode.STANDARD, false, null, 80),
                placement(null, null, 0, Wish.RUNNING),
                "4.0",
                false,
                text -> text);

        assertThat(info)
                .isEqualTo(new ServiceInfo(
                        "hello-a",
                        "base.jar",
                        "-a",
                        "/srv",
                        "www",
                        true,
                        10,
                        false,
                        null,
                        true,
                        true,
                        256,
                        2,
                        1,
                        "tcp://x:1",
                        80,
                        new Probe("tcp", null, 0, 0, 0, 2, null),
                        new Probe("exec", "check", 0, 0, 0, 0, null),
                        "*.jar",
                        "site.conf",
                        "nginx -s reload",
                        "",
                        20,
                        null,
                        "logs/*.log",
                        0));
    }

    @Test
    void everything_isThePlacements_whereItSaysSomething() {
        var over = new Placement(
                5,
                1,
                3,
                "hello-a",
                true,
                81,
                new Program("o.jar", "-o", "/o", "me", null),
                DeployMode.TASK,
                new Placement.Limits(0, 3, -5),
                new ProbeTexts(
                        "http://o",
                        "{\"kind\":\"none\"}",
                        "{\"kind\":\"http\",\"target\":\"/l\",\"delayMs\":1,\"periodMs\":200,\"timeoutMs\":300,\"expect\":\"ok\"}"),
                0,
                false,
                new Placement.Desired(Wish.STOPPED, 9L, 0, 0, 0, 1),
                1,
                0,
                0);

        ServiceInfo info =
                ServiceInfos.of(deployment(DeployMode.STANDARD, false, null, 80), over, "4.0", false, text -> text);

        assertThat(info)
                .isEqualTo(new ServiceInfo(
                        "hello-a",
                        "o.jar",
                        "-o",
                        "/o",
                        "me",
                        false,
                        13,
                        false,
                        null,
                        true,
                        true,
                        0,
                        -5,
                        3,
                        "http://o",
                        81,
                        null,
                        new Probe("http", "/l", 1, 200, 300, 0, "ok"),
                        "*.jar",
                        "site.conf",
                        "nginx -s reload",
                        "",
                        20,
                        null,
                        "logs/*.log",
                        0));
    }
}
