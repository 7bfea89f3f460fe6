package io.stardust.spring;

import io.stardust.client.config.Config;
import io.stardust.client.config.Values;
import io.stardust.client.registry.Subscription;
import io.stardust.protocol.loop.Chore;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Shows the application each new release, from its start to its end: one after the other, on threads of its own, since
 * beans that are made anew may take their time. Thread-safe.
 */
final class ConfigRefresh implements SmartLifecycle, DisposableBean {
    private static final System.Logger LOG = System.getLogger("io.stardust.spring");

    private final StardustConfigSource source;
    private final Config config;
    private final ApplicationContext context;
    private final Object showing = new Object();
    private volatile @Nullable Subscription subscription;

    ConfigRefresh(StardustConfigSource source, ApplicationContext context) {
        this.source = source;
        this.config = source.getSource().config();
        this.context = context;
    }

    @Override
    public void start() {
        subscription = config.onChange(values -> changed());
        changed(); // since the import
    }

    private void changed() {
        Chore.start("stardust-refresh", this::show);
    }

    private void show() {
        synchronized (showing) {
            Values values = config.values(); // the newest: a burst of releases is shown once
            if (!isRunning()) return;
            Set<String> names = source.show(values);
            if (names.isEmpty()) return;
            try {
                context.publishEvent(new StardustConfigChanged(context, values.version(), names));
            } catch (RuntimeException e) { // a border: the application's own code
                String words = "a listener has not taken version " + values.version() + " of the config";
                LOG.log(System.Logger.Level.ERROR, words, e);
            }
        }
    }

    @Override
    public void stop() {
        Subscription open = subscription;
        subscription = null;
        if (open != null) open.close();
    }

    @Override
    public boolean isRunning() {
        return subscription != null;
    }

    @Override
    public void destroy() {
        StardustConfigLoader.forget(source);
    }
}
