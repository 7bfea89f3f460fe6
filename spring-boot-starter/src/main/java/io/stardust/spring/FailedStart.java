package io.stardust.spring;

import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Ends what an import has started when the application fails before it has taken it over. */
final class FailedStart implements ApplicationListener<ApplicationFailedEvent> {
    @Override
    public void onApplicationEvent(ApplicationFailedEvent event) {
        ConfigurableApplicationContext context = event.getApplicationContext();
        if (context == null) return;
        StardustConfigSource source = StardustConfigSource.in(context.getEnvironment());
        if (source == null) return;
        source.getSource().close();
        StardustConfigLoader.forget(source);
    }
}
