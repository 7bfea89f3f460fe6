package io.stardust.protocol.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceInfoTest {
    private static final String VALUE = "Server=db1;Database=shop\n\"x\" 红 ";

    @Test
    void environmentMap_carriesAnyText_inOrder() {
        String text =
                "{\"Name\":\"shop\",\"EnvironmentMap\":{\"z\":\"Server=db1;Database=shop\\n\\\"x\\\" 红 \",\"A\":\"\"}}";

        ServiceInfo read = Json.WIRE.read(text, ServiceInfo.class);
        ServiceInfo again = Json.WIRE.read(Json.WIRE.text(read), ServiceInfo.class);

        assertThat(read.environmentMap()).containsExactly(Map.entry("z", VALUE), Map.entry("A", ""));
        assertThat(again).isEqualTo(read);
    }

    @Test
    void environmentMap_isNotWritten_whenThereIsNone() {
        ServiceInfo plain = Json.WIRE.read("{\"Name\":\"shop\",\"Environments\":\"A=1\"}", ServiceInfo.class);

        assertThat(plain.environmentMap()).isNull();
        assertThat(Json.WIRE.text(plain)).contains("\"Environments\":\"A=1\"").doesNotContain("{\"z\"");
    }
}
