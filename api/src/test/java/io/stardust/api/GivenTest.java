package io.stardust.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.api.deploy.DeploymentPage;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.node.NodeView;
import io.stardust.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GivenTest {
    @Test
    void list_isEmpty_whenAnAnswerLeavesItOut() {
        assertThat(Json.TOLERANT.read("{}", DeploymentPage.class).items()).isEmpty();
        assertThat(Json.TOLERANT
                        .read("{\"id\":1,\"name\":\"hello\"}", DeploymentView.class)
                        .versions())
                .isEmpty();
    }

    @Test
    void map_isEmpty_whenAnAnswerLeavesItOut() {
        assertThat(Json.TOLERANT.read("{\"id\":1}", NodeView.class).labels()).isEmpty();
    }

    @Test
    void list_staysAsItWasGiven_whateverBecomesOfIt() {
        List<String> items = new ArrayList<>(List.of("a"));

        List<String> given = Given.list(items);
        items.add("b");

        assertThat(given).containsExactly("a");
        assertThatThrownBy(() -> given.add("c")).isInstanceOf(UnsupportedOperationException.class);
    }
}
