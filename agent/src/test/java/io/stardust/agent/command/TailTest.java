package io.stardust.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.deploy.OutputChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailTest {
    @TempDir
    Path machine;

    private Path data;
    private Path app;
    private Tail tail;

    @BeforeEach
    void files() throws IOException {
        data = Files.createDirectories(machine.resolve("data"));
        app = Files.createDirectories(data.resolve("apps/shop"));
        Files.createDirectories(data.resolve("state"));
        Files.writeString(data.resolve("state/credentials.json"), "secret");
        Files.writeString(machine.resolve("shadow"), "root:x");
        Path extra = Files.createDirectories(machine.resolve("nginx"));
        Files.writeString(extra.resolve("access.log"), "GET /\n");
        tail = new Tail(data, List.of(extra));
    }

    private OutputChunk read(String argument) throws Exception {
        return Json.WIRE.read(tail.run(order(argument)), OutputChunk.class);
    }

    private static CommandModel order(@Nullable String argument) {
        return new CommandModel(1, "file/tail", argument, "", "", null, 0);
    }

    @Test
    void tail_isTheLastLines_andItsNextContinues() throws Exception {
        Path log = app.resolve("app.log");
        Files.writeString(log, "one\ntwo\nthree\n");

        OutputChunk end = read("{\"path\":\"apps/shop/app.log\",\"lines\":2}");
        Files.writeString(log, "four\n", StandardOpenOption.APPEND);
        OutputChunk more = read("{\"path\":\"" + log + "\",\"after\":\"" + end.next() + "\"}");

        assertThat(end.text()).isEqualTo("two\nthree\n");
        assertThat(more.text()).isEqualTo("four\n");
        assertThat(read("apps/shop/app.log").text()).isEqualTo("one\ntwo\nthree\nfour\n");
    }

    @Test
    void tail_beginsAnew_whenTheFileHasBecomeShorter() throws Exception {
        Path log = Files.writeString(app.resolve("app.log"), "a long first generation\n");
        OutputChunk end = read("apps/shop/app.log");
        Files.writeString(log, "new\n");

        assertThat(read("{\"path\":\"apps/shop/app.log\",\"after\":\"" + end.next() + "\"}")
                        .text())
                .isEqualTo("new\n");
    }

    @Test
    void tail_waitsForWhatComes_whenAskedTo() throws Exception {
        Path log = Files.writeString(app.resolve("app.log"), "one\n");
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return read("{\"path\":\"apps/shop/app.log\",\"after\":\"4\",\"wait\":20}")
                        .text();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Files.writeString(log, "two\n", StandardOpenOption.APPEND);

        assertThat(answer.get(15, TimeUnit.SECONDS)).isEqualTo("two\n");
    }

    @Test
    void tail_isBounded_whateverTheFileHolds() throws Exception {
        Files.writeString(app.resolve("big.log"), "x".repeat(1_000_000));
        Files.write(app.resolve("odd.log"), new byte[100_000]);

        assertThat(tail.run(order("apps/shop/big.log"))).hasSizeLessThan(32_000);
        assertThat(tail.run(order("{\"path\":\"apps/shop/odd.log\",\"lines\":100000}")))
                .hasSizeLessThan(32_000);
        assertThat(read("{\"path\":\"apps/shop/big.log\",\"after\":\"0\"}").next())
                .isEqualTo("14000");
    }

    @Test
    void tail_readsFoldersThatASettingNames() throws Exception {
        assertThat(read(machine.resolve("nginx/access.log").toString()).text()).isEqualTo("GET /\n");
    }

    @Test
    void tail_refusesWhatLiesOutside_andLinksThatLeadThere() throws Exception {
        Files.createSymbolicLink(app.resolve("leak"), machine.resolve("shadow"));
        Files.createSymbolicLink(app.resolve("way"), machine);

        for (String path : List.of(
                "state/credentials.json",
                "apps/../state/credentials.json",
                "apps/shop/leak",
                "apps/shop/way/shadow",
                machine.resolve("shadow").toString(),
                "/etc/passwd",
                "apps/shop/none.log")) {
            assertThatThrownBy(() -> tail.run(order(path)))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(expected: a file below ");
        }
        assertThatThrownBy(() -> tail.run(order("apps/shop"))).hasMessageContaining("is no file");
        assertThatThrownBy(() -> tail.run(order(null))).hasMessageContaining("argument: none");
        assertThatThrownBy(() -> tail.run(order("{\"path\":\"apps/shop/leak\",\"after\":\"x\"}")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
