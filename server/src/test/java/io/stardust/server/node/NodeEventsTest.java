package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.node.EventModel;
import io.stardust.server.ManualClock;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeEventsTest {
    private static final Node NODE = new Node(7, "AB12CD34", 1, "web1", true, true, true, false, "3.6", null, true);

    @TempDir
    Path data;

    private final List<DeployLog.Step> heard = new ArrayList<>();
    private Database db;
    private NodeEvents events;

    @BeforeEach
    void start() {
        db = TestDatabase.in(data).start();
        events = new NodeEvents(db, (_, steps) -> heard.addAll(steps), new ManualClock());
    }

    @AfterEach
    void stop() {
        db.close();
    }

    @Test
    void take_tellsDeploySteps_splitAtTheLastDash() {
        int taken = events.take(
                NODE,
                List.of(
                        new EventModel(1_000, "my-shop-error", "ServiceController", "no such file"),
                        new EventModel(2_000, "info", "ServiceController", "a step without a name"),
                        new EventModel(3_000, "info", "Started", "another thing")));

        assertThat(taken).isEqualTo(3);
        assertThat(heard)
                .containsExactly(new DeployLog.Step(Instant.ofEpochMilli(1_000), "my-shop", "error", "no such file"));
    }

    @Test
    void take_cutsLongTexts_andRefusesHugeBatches() {
        var huge = new EventModel(1, "t".repeat(500), "n".repeat(500), "r".repeat(5_000));

        int taken = events.take(NODE, List.of(huge));

        assertThat(taken).isEqualTo(1);
        assertThatThrownBy(() -> events.take(NODE, Collections.nCopies(1_001, huge)))
                .isInstanceOf(Envelope.Refused.class)
                .hasMessageContaining("1001");
    }
}
