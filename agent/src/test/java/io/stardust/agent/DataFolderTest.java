package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.link.Credentials.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path data;

    @Test
    void take_refuses_whenAnotherAgentHasIt() throws IOException {
        try (var first = new DataFolder(data);
                var second = new DataFolder(data)) {
            first.take();

            assertThatThrownBy(second::take)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another agent, process "
                            + ProcessHandle.current().pid());
        }
        try (var third = new DataFolder(data)) {
            third.take();
            assertThat(data.resolve("agent.lock")).exists();
        }
    }

    @Test
    void store_isReadByTheNextAgent_andByNobodyElse() throws IOException {
        new NodeCredentials(data.resolve("state")).store(new Pair("C1", "old"));
        new NodeCredentials(data.resolve("state")).store(new Pair("C1", "S1"));

        Path file = data.resolve("state/credentials.json");
        assertThat(new NodeCredentials(data.resolve("state")).load()).isEqualTo(new Pair("C1", "S1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void load_isNone_whenTheFileIsMissingOrDamaged() throws IOException {
        assertThat(new NodeCredentials(data).load()).isNull();

        Files.writeString(data.resolve("credentials.json"), "{\"code\":");
        assertThat(new NodeCredentials(data).load()).isNull();
    }
}
