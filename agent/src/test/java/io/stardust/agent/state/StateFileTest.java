package io.stardust.agent.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.DeployInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    private static DeployInfo deploy(long id) {
        return new DeployInfo(
                id, "demo", "1.0", null, null, null, 0, null, null, 0, 7, 3, "running", 0, 0, null, null, null, null, 0,
                null, null);
    }

    @Test
    void load_isEmpty_whenNothingWasEverSaved() throws Exception {
        assertThat(new DesiredState(folder).load()).isEmpty();
        assertThat(new ProcessRecords(folder).load()).isEmpty();
    }

    @Test
    void load_returnsWhatWasSaved() throws Exception {
        new DesiredState(folder).save(List.of(deploy(1), deploy(2)));
        ProcessRecord record = ProcessRecord.none("demo");
        new ProcessRecords(folder).save(List.of(record));

        assertThat(new DesiredState(folder).load()).containsExactly(deploy(1), deploy(2));
        assertThat(new ProcessRecords(folder).load()).containsOnlyKeys("demo").containsValue(record);
    }

    @Test
    void load_takesThePreviousGenerationAndKeepsTheDamagedFile_whenTheFileIsDamaged() throws Exception {
        DesiredState state = new DesiredState(folder);
        state.save(List.of(deploy(1)));
        state.save(List.of(deploy(2)));
        Files.writeString(folder.resolve("desired.json"), "[{\"Id\":2,\"Na");

        assertThat(new DesiredState(folder).load()).containsExactly(deploy(1));
        assertThat(folder.resolve("desired.json.bad")).hasContent("[{\"Id\":2,\"Na");
    }

    @Test
    void load_isEmpty_whenBothGenerationsAreDamaged() throws Exception {
        Files.writeString(folder.resolve("desired.json"), "");
        Files.writeString(folder.resolve("desired.json.prev"), "\0\0\0");

        assertThat(new DesiredState(folder).load()).isEmpty();
    }

    @Test
    void load_skipsWhatItDoesNotKnow_whenANewerAgentWroteTheFile() throws Exception {
        Files.writeString(folder.resolve("processes.json"), "[{\"name\":\"demo\",\"pid\":5,\"mood\":\"good\"}]");

        assertThat(new ProcessRecords(folder).load().values())
                .singleElement()
                .satisfies(record -> assertThat(record.pid()).isEqualTo(5));
    }

    @Test
    void write_leavesTheOldContent_whenItIsCutBeforeTheRename() throws Exception {
        StateFile file = new StateFile(folder.resolve("x"));
        file.write("old".getBytes(UTF_8));
        Files.writeString(folder.resolve("x.tmp"), "ne"); // what a kill during the next write leaves

        assertThat(new StateFile(folder.resolve("x")).read(bytes -> new String(bytes, UTF_8)))
                .contains("old");
    }
}
