package io.stardust.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the application imports its config. */
final class OnImport extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean imported = StardustConfigSource.in(context.getEnvironment()) != null;
        return new ConditionOutcome(
                imported,
                ConditionMessage.forCondition("Stardust")
                        .because(imported ? "the config is imported" : "spring.config.import has no stardust:"));
    }
}
