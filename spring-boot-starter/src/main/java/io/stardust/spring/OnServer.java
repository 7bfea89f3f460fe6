package io.stardust.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether a server is told and nobody has turned the starter off. Without one, tests of an application run as before.
 */
final class OnServer extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        ConditionMessage.Builder message = ConditionMessage.forCondition("Stardust");
        if (!environment.getProperty("stardust.enabled", Boolean.class, true)) {
            return ConditionOutcome.noMatch(message.because("stardust.enabled is false"));
        }
        String server = environment.getProperty("stardust.server", "");
        return server.isBlank()
                ? ConditionOutcome.noMatch(message.because("stardust.server is not set"))
                : ConditionOutcome.match(message.because("stardust.server is set"));
    }
}
