package io.stardust.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.stardust.api.deploy.ConfigTemplate;
import io.stardust.api.deploy.DeploymentBody;
import io.stardust.cli.http.Failure;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ShapeTest {
    private static DeploymentBody edit(String... words) {
        return CommandLine.populateCommand(new Shape(), words).edit(null, null, null, null);
    }

    @Test
    void templates_areReadAsPairs_andNoneClears() {
        assertThat(edit("--template", "conf/app.yml.tpl=conf/app.yml", "--template", "a=b=c", "--on-config", "reload"))
                .satisfies(body -> assertThat(body.onConfig()).isEqualTo("reload"))
                .extracting(DeploymentBody::templates)
                .asInstanceOf(LIST)
                .containsExactly(
                        new ConfigTemplate("conf/app.yml.tpl", "conf/app.yml"), new ConfigTemplate("a", "b=c"));
        assertThat(edit("--template", "").templates()).isEmpty();
        assertThat(edit().templates()).isNull();
    }

    @Test
    void templates_areRefused_whenTheyAreNoPairs() {
        for (String wrong : new String[] {"conf/app.yml", "=b", "a="}) {
            assertThatThrownBy(() -> edit("--template", wrong))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("expected: TEMPLATE=FILE");
        }
    }
}
