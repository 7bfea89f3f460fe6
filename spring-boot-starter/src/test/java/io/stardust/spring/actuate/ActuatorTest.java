package io.stardust.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.AppServer;
import io.stardust.client.Stardust;
import io.stardust.client.link.Awaits;
import io.stardust.spring.StardustAutoConfiguration;
import io.stardust.spring.TestApp;
import io.stardust.spring.WebApp;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ActuatorTest {
    @TempDir
    Path folder;

    private ApplicationContextRunner runner(String server) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(StardustAutoConfiguration.class, StardustActuatorAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=web",
                        "stardust.server=" + server,
                        "stardust.secret=s1",
                        "stardust.cache=" + folder,
                        "management.endpoints.web.exposure.include=stardust");
    }

    /** Says {@code UP} or the like; by name, for the types of Boot 3 and 4 are never on one class path. */
    private static String health(Object indicator) throws ReflectiveOperationException {
        Method method = indicator.getClass().getDeclaredMethod("health");
        method.setAccessible(true);
        Object health = method.invoke(indicator);
        return String.valueOf(health.getClass().getMethod("getStatus").invoke(health));
    }

    @Test
    void health_isUnknownAndNotDown_whileNoServerAnswers() {
        runner("http://127.0.0.1:1")
                .run(context -> assertThat(health(context.getBean("stardustHealthIndicator")))
                        .isEqualTo("UNKNOWN"));
    }

    @Test
    void health_isUp_onceLoggedIn_andTheEndpointTellsOfServices() throws IOException {
        try (AppServer server = new AppServer()) {
            server.serviceToken = "a-token";
            server.state("Orders", 1, AppServer.model(1, "http://10.0.0.1:80"));
            runner(server.url()).run(context -> {
                Stardust stardust = context.getBean(Stardust.class);
                Awaits.until("login", stardust::isLoggedIn);
                stardust.registry().resolve("Orders");

                assertThat(health(context.getBean("stardustHealthIndicator"))).isEqualTo("UP");
                Map<String, Object> state =
                        context.getBean(StardustEndpoint.class).state();
                assertThat(state).containsEntry("loggedIn", true).containsEntry("serviceToken", true);
                assertThat(state.get("services"))
                        .asString()
                        .contains("Orders", "http://10.0.0.1:80")
                        .doesNotContain("a-token");
                assertThat(state.get("offered")).isEqualTo(List.of());
            });
        }
    }

    @Test
    void health_isNotThere_whenItIsTurnedOff() {
        runner("http://127.0.0.1:1")
                .withPropertyValues("management.health.stardust.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("stardustHealthIndicator"));
    }

    @Test
    void application_hasBoth_byItsClassPathAlone() throws IOException {
        try (AppServer server = new AppServer();
                var context = TestApp.start(
                        WebApp.class, server, folder, "--management.endpoints.web.exposure.include=stardust")) {
            assertThat(context.getBean(StardustEndpoint.class).state()).containsKey("loggedIn");
            assertThat(context.containsBean("stardustHealthIndicator")).isTrue();
        }
    }
}
