package io.stardust.client.log.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.stardust.client.log.LogServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

/** What Logback hands over, as it comes over HTTP. */
class StardustAppenderTest {
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
    private final LoggerContext context = new LoggerContext();
    private LogServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LogServer();
        context.setMDCAdapter(mdc);
    }

    @AfterEach
    void stop() {
        context.stop();
        server.close();
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
        Logger logger = logger(appender(server.url()));

        mdc.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
        mdc.put("order", "17");
        mdc.put("nobody", null);
        logger.warn(
                MarkerFactory.getDetachedMarker("AUDIT"),
                "payment of {} fails",
                17,
                new IllegalStateException("no money"));

        assertThat(server.next())
                .contains("payment of 17 fails", "shop.Cart", "java.lang.IllegalStateException: no money", "order")
                .contains("StardustAppenderTest.append_handsOnAll", "AUDIT")
                .doesNotContain("traceId", "nobody");
        assertThat(server.authorization()).isEqualTo("Bearer shop.secret");
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
