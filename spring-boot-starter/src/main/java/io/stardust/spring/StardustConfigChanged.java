package io.stardust.spring;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * A release has changed properties of the application. Its environment has the new values; with Spring Cloud Context,
 * so have its {@code @ConfigurationProperties} and its beans in the scope {@code refresh}.
 */
public final class StardustConfigChanged extends ApplicationContextEvent {
    private static final long serialVersionUID = 1L;

    private final long version;
    private final transient Set<String> names;

    StardustConfigChanged(ApplicationContext context, long version, Set<String> names) {
        super(context);
        this.version = version;
        this.names = Collections.unmodifiableSet(new TreeSet<>(names));
    }

    /** Of the config; grows with each change. */
    public long version() {
        return version;
    }

    /** Properties that came, went or have another value, in the order of the alphabet. */
    public Set<String> names() {
        return names;
    }
}
