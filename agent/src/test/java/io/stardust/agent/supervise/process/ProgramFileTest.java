package io.stardust.agent.supervise.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramFileTest {
    @TempDir
    Path folder;

    private @Nullable String trouble(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("app"), content);
        @Nullable Reason why = ProgramFile.trouble(file, Set.of("node")::contains, "amd64");
        return why == null ? null : why.text();
    }

    private @Nullable String script(String firstLine) throws IOException {
        return trouble((firstLine + "\necho\n").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] elf(int machine) {
        byte[] head = new byte[64];
        byte[] magic = {0x7F, 'E', 'L', 'F', 2, 1, 1};
        System.arraycopy(magic, 0, head, 0, magic.length);
        head[18] = (byte) machine;
        return head;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/sh",
                "#! /bin/sh -e",
                "#!/usr/bin/env node",
                "#!/usr/bin/env -S NODE_ENV=x node --y",
                "#!",
                "#!sh",
                "echo"
            })
    void trouble_isNone_whenTheInterpreterIsThere(String firstLine) throws IOException {
        assertThat(script(firstLine)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "#!/opt/nosuch/perl -w,/opt/nosuch/perl (its first line) which is not on this node",
        "#!/usr/bin/env nosuchlang,nosuchlang (its first line) which is not on PATH",
        "#!/usr/bin/env -S nosuchlang -x,nosuchlang (its first line) which is not on PATH"
    })
    void trouble_namesTheInterpreter_whenItIsMissing(String firstLine, String why) throws IOException {
        assertThat(String.valueOf(script(firstLine)).replace(",", "")).contains("script ", "app is for " + why);
    }

    @Test
    void trouble_isNone_whenTheProgramIsForThisProcessor_orUnknown() throws IOException {
        assertThat(trouble(elf(0x3E))).isNull();
        assertThat(trouble(elf(0x7A))).isNull();
        assertThat(trouble(new byte[] {0x7F, 'E', 'L', 'F'})).isNull();
        assertThat(trouble(new byte[0])).isNull();
    }

    @Test
    void trouble_namesTheOtherMachine_orAnEmulatorMayRunIt() throws IOException {
        @Nullable String arm = trouble(elf(0xB7));
        @Nullable String windows = trouble(new byte[] {'M', 'Z', 0, 0});

        if (arm == null) return; // this machine runs programs of others
        assertThat(arm).contains("is made for arm64, not for this node's x64");
        assertThat(String.valueOf(windows)).contains("is made for Windows");
    }
}
