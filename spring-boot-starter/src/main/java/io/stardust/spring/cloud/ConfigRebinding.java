package io.stardust.spring.cloud;

import io.stardust.spring.StardustConfigChanged;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Binds {@code @ConfigurationProperties} anew and makes the beans of the scope {@code refresh} anew after each release,
 * before the application's own listeners hear of it. What cannot be bound keeps nobody else from the new values.
 */
final class ConfigRebinding implements ApplicationListener<StardustConfigChanged>, Ordered {
    private static final System.Logger LOG = System.getLogger("io.stardust.spring");

    private final ApplicationContext context;
    private final ObjectProvider<ConfigurationPropertiesRebinder> rebinder;
    private final ObjectProvider<RefreshScope> scope;

    ConfigRebinding(
            ApplicationContext context,
            ObjectProvider<ConfigurationPropertiesRebinder> rebinder,
            ObjectProvider<RefreshScope> scope) {
        this.context = context;
        this.rebinder = rebinder;
        this.scope = scope;
    }

    @Override
    public void onApplicationEvent(StardustConfigChanged event) {
        String words = "version " + event.version() + " of the config is not taken by ";
        try {
            context.publishEvent(new EnvironmentChangeEvent(context, event.names()));
        } catch (RuntimeException e) { // Spring's round over the beans has ended at the first that failed
            if (binding(e) == null) LOG.log(System.Logger.Level.ERROR, words + "a listener of Spring Cloud", e);
            rebinder.ifAvailable(all -> all.getBeanNames().forEach(bean -> bind(all, bean, words)));
        }
        scope.ifAvailable(RefreshScope::refreshAll);
    }

    private static void bind(ConfigurationPropertiesRebinder all, String bean, String words) {
        try {
            all.rebind(bean);
        } catch (RuntimeException e) { // a border: the application's own beans
            BindException cause = binding(e);
            if (cause == null) LOG.log(System.Logger.Level.ERROR, words + bean, e);
            else LOG.log(System.Logger.Level.ERROR, words + bean + ": " + cause.getMessage());
        }
    }

    /** What says which property could not be bound; its own causes tell the value, which may be a secret. */
    private static @Nullable BindException binding(RuntimeException e) {
        Throwable cause = e;
        while (cause != null && !(cause instanceof BindException)) cause = cause.getCause();
        return (BindException) cause;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
