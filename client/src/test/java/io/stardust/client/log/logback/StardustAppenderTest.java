package io.stardust.client.log.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Logback hands over, as it comes over HTTP. */
class StardustAppenderTest {
    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
    private final LoggerContext context = new LoggerContext();
    private HttpServer server;
    private @Nullable String authorization;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/logs", exchange -> {
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        context.setMDCAdapter(mdc);
    }

    @AfterEach
    void stop() {
        context.stop();
        server.stop(0);
    }

    private StardustAppender appender(String url) {
        var appender = new StardustAppender();
        appender.setContext(context);
        appender.setServer(url);
        appender.setApp("shop");
        appender.setSecret("secret");
        appender.start();
        return appender;
    }

    private Logger logger(StardustAppender appender) {
        Logger logger = context.getLogger("shop.Cart");
        logger.addAppender(appender);
        return logger;
    }

    @Test
    void append_handsOnAll_withTheTraceOfTheMdc() throws Exception {
        Logger logger =
                logger(appender("http://127.0.0.1:" + server.getAddress().getPort()));

        mdc.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
        mdc.put("order", "17");
        logger.warn("payment of {} fails", 17, new IllegalStateException("no money"));

        String body = bodies.poll(10, TimeUnit.SECONDS);
        assertThat(body)
                .contains("payment of 17 fails", "shop.Cart", "java.lang.IllegalStateException: no money", "order")
                .contains("StardustAppenderTest.append_handsOnAll")
                .doesNotContain("traceId");
        assertThat(authorization).isEqualTo("Bearer shop.secret");
    }

    @Test
    void start_saysWhatIsMissing_andSendsNothing() {
        var appender = new StardustAppender();
        appender.setContext(context);
        appender.setServer("http://127.0.0.1:1");
        appender.start();

        assertThat(appender.isStarted()).isFalse();
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .anyMatch(status -> status.getMessage().equals("logs are not sent: STARDUST_APP_ID: not set"));
    }
}
