package io.stardust.spring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/** Reads its config in the ways that Spring has, and notes what it hears. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableConfigurationProperties({ConfigApp.Db.class, ConfigApp.Other.class})
public class ConfigApp {
    /** What {@code host} of {@link Db} was at each event. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    private final Db db;

    ConfigApp(Db db) {
        this.db = db;
    }

    @EventListener
    void changed(StardustConfigChanged event) {
        heard.add(event.version() + " " + event.names() + " " + db.getHost());
    }

    @Bean
    @RefreshScope
    Greeter greeter(@Value("${greeting:none}") String greeting) {
        return new Greeter(greeting);
    }

    /** Bound anew with each release. */
    @ConfigurationProperties("db")
    public static class Db {
        private String host = "none";
        private int pool;

        public String getHost() {
            return host;
        }

        public void setHost(String host) {
            this.host = host;
        }

        public int getPool() {
            return pool;
        }

        public void setPool(int pool) {
            this.pool = pool;
        }
    }

    /** Another one. */
    @ConfigurationProperties("other")
    public static class Other {
        private String host = "none";

        public String getHost() {
            return host;
        }

        public void setHost(String host) {
            this.host = host;
        }
    }

    /** Made anew with each release. */
    public static class Greeter {
        private final String greeting;

        Greeter(String greeting) {
            this.greeting = greeting;
        }

        public String greeting() {
            return greeting;
        }
    }
}
