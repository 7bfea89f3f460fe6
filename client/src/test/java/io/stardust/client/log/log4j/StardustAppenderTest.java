package io.stardust.client.log.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.log.LogServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Log4j hands over, as it comes over HTTP; Log4j is told by its own XML and finds the appender itself. */
class StardustAppenderTest {
    private final Heard heard = new Heard();
    private LoggerContext context;
    private LogServer server;

    /** What Log4j says of itself. */
    private static final class Heard implements StatusListener {
        final Queue<String> said = new ConcurrentLinkedQueue<>();

        @Override
        public void log(StatusData data) {
            said.add(data.getMessage().getFormattedMessage());
        }

        @Override
        public Level getStatusLevel() {
            return Level.TRACE;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() throws Exception {
        StatusLogger.getLogger().registerListener(heard);
        server = new LogServer();
        context = new LoggerContext("shop");
    }

    @AfterEach
    void stop() {
        ThreadContext.clearAll();
        context.stop();
        server.close();
        StatusLogger.getLogger().removeListener(heard);
    }

    private Logger logger(String appender) throws Exception {
        String xml = """
                <Configuration>
                  <Appenders>%s</Appenders>
                  <Loggers><Root level="trace"><AppenderRef ref="stardust"/></Root></Loggers>
                </Configuration>
                """.formatted(appender);
        var source = new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        context.start(new XmlConfiguration(context, source));
        return context.getLogger("shop.Cart");
    }

    private Logger logger() throws Exception {
        return logger("<Stardust name='stardust' server='%s' app='shop' secret='hidden'/>".formatted(server.url()));
    }

    @Test
    void append_handsOnAll_withTheTraceOfTheThreadContext() throws Exception {
        Logger logger = logger();

        ThreadContext.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
        ThreadContext.put("order", "17");
        ThreadContext.put("nobody", null);
        logger.warn(MarkerManager.getMarker("AUDIT"), "payment of {} fails", 17, new IllegalStateException("no money"));

        assertThat(server.next())
                .contains("payment of 17 fails", "shop.Cart", "java.lang.IllegalStateException: no money", "order")
                .contains("StardustAppenderTest.append_handsOnAll", "AUDIT")
                .doesNotContain("traceId", "nobody");
        assertThat(server.authorization()).isEqualTo("Bearer shop.hidden");
        assertThat(heard.said).noneMatch(line -> line.contains("hidden"));
    }

    @Test
    void append_sendsNothingOfItself_whateverLog4jAndTheSdkSay() throws Exception {
        Logger logger = logger();

        context.getLogger("io.stardust.client.log").warn("takes no logs now");
        StatusLogger.getLogger().error("of Log4j itself");
        logger.info("the app's own");

        assertThat(server.next())
                .contains("the app's own")
                .doesNotContain("takes no logs now", "of Log4j itself", "org.apache.logging");
        assertThat(heard.said).contains("of Log4j itself");
    }

    @Test
    void build_saysWhatIsMissing_andThereIsNoAppender() throws Exception {
        logger("<Stardust name='stardust' server='http://127.0.0.1:1' app='shop'/>");

        assertThat(context.getConfiguration().<StardustAppender>getAppender("stardust"))
                .isNull();
        assertThat(heard.said).anyMatch(line -> line.startsWith("stardust: logs are not sent: secret: not set"));
    }
}
