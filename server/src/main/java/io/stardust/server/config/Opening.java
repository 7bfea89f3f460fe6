package io.stardust.server.config;

import io.stardust.server.access.secret.Secrets;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens values of secrets; why one cannot be is said to all, and where its key is missed to who runs the server. */
record Opening(Secrets secrets) implements UnaryOperator<String> {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    /** @throws IllegalStateException without folders and keys */
    @Override
    public String apply(String sealed) {
        try {
            return secrets.open(sealed);
        } catch (Secrets.Unopened e) {
            LOG.error("config: {}", e.getMessage());
            throw new IllegalStateException("the secret cannot be opened: " + e.why(), e);
        }
    }
}
