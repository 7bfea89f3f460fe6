package io.stardust.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.AppServer;
import io.stardust.client.Stardust;
import io.stardust.client.link.Awaits;
import io.stardust.protocol.Json;
import io.stardust.protocol.app.AppModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class StardustAutoConfigurationTest {
    @TempDir
    Path folder;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(StardustAutoConfiguration.class));

    @Test
    void application_hasNoStardust_withoutAServer() {
        runner.withPropertyValues("spring.application.name=web")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Stardust.class)
                        .doesNotHaveBean(Offering.class));
    }

    @Test
    void application_hasNoStardust_whenItIsTurnedOff() {
        runner.withPropertyValues(
                        "spring.application.name=web", "stardust.server=http://127.0.0.1:1", "stardust.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Stardust.class));
    }

    @Test
    void start_saysWhatToSet_whenTheAppHasNoName() {
        runner.withPropertyValues("stardust.server=http://127.0.0.1:1")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("app: not set"));
    }

    @Test
    void variablesOfTheAgent_areTold_andWinOverPropertiesOfAFile() throws IOException {
        try (AppServer server = new AppServer()) {
            Map<String, Object> variables = Map.of(
                    "STARDUST_SERVER",
                    server.url(),
                    "STARDUST_APP_ID",
                    "shop",
                    "STARDUST_SECRET",
                    "s1",
                    "STARDUST_NODE",
                    "web1",
                    "STARDUST_INSTANCE",
                    "shop@web1",
                    "STARDUST_RUN",
                    "r1",
                    "STARDUST_RELEASE",
                    "7");
            runner.withPropertyValues(
                            "spring.application.name=web",
                            "stardust.app-id=other",
                            "stardust.secret=wrong",
                            "stardust.cache=" + folder)
                    .withInitializer(context -> context.getEnvironment()
                            .getPropertySources()
                            .addFirst(new SystemEnvironmentPropertySource("of-the-agent", variables)))
                    .run(context -> {
                        Stardust stardust = context.getBean(Stardust.class);
                        Awaits.until("login", stardust::isLoggedIn);
                        AppModel login = Json.WIRE.read(
                                server.fake.requests("/App/Login").get(0).body(), AppModel.class);
                        assertThat(login.code()).isEqualTo("shop");
                        assertThat(login.nodeCode()).isEqualTo("web1");
                        assertThat(login.instance()).isEqualTo("shop@web1");
                        assertThat(login.run()).isEqualTo("r1");
                        assertThat(login.version()).isEqualTo("7");
                    });
        }
    }

    @Test
    void customizer_isAsked_beforeTheStart() throws IOException {
        try (AppServer server = new AppServer()) {
            runner.withPropertyValues(
                            "spring.application.name=web",
                            "stardust.server=" + server.url(),
                            "stardust.secret=wrong",
                            "stardust.cache=" + folder)
                    .withBean(StardustBuilderCustomizer.class, () -> builder -> builder.secret("s1"))
                    .run(context -> Awaits.until("login", context.getBean(Stardust.class)::isLoggedIn));
        }
    }

    @Test
    void properties_nameNoSecret() {
        runner.withPropertyValues(
                        "spring.application.name=web",
                        "stardust.server=http://127.0.0.1:1",
                        "stardust.secret=psst",
                        "stardust.cache=" + folder)
                .run(context -> assertThat(context.getBean(StardustProperties.class))
                        .asString()
                        .doesNotContain("psst"));
    }
}
