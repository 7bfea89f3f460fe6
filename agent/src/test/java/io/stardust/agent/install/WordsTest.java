package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.ServiceInfo;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static ServiceInfo service(String json) {
        return Json.WIRE.read(json, ServiceInfo.class);
    }

    @Test
    void environment_isTheMap_whenThereIsOne() {
        ServiceInfo service =
                service("{\"Environments\":\"A=0\",\"EnvironmentMap\":{\"A\":\"x;y=z\\n\\\"q\\\" 红 \",\"B\":\"\"}}");

        assertThat(Words.environment(service))
                .containsEntry("A", "x;y=z\n\"q\" 红 ")
                .containsEntry("B", "");
    }

    @Test
    void environment_namesNoValue_whenOneCannotBeSet() {
        assertThatThrownBy(() -> Words.environment(service("{\"EnvironmentMap\":{\"B=\":\"hush\"}}")))
                .hasMessageContaining("variable 'B='")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> Words.environment(service("{\"EnvironmentMap\":{\"B\":\"hush\\u0000\"}}")))
                .hasMessageContaining("variable 'B'")
                .hasMessageNotContaining("hush");
    }
}
