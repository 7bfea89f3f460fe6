package io.stardust.spring.actuate;

import io.stardust.client.Stardust;
import io.stardust.client.registry.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/stardust}: whether the application is logged in, what it offers, and whom it would call. Maps and
 * lists only, for any JSON library; no secret, no token.
 */
@Endpoint(id = "stardust")
public class StardustEndpoint {
    private final Stardust stardust;

    StardustEndpoint(Stardust stardust) {
        this.stardust = stardust;
    }

    /** From memory; asks nobody. */
    @ReadOperation
    public Map<String, Object> state() {
        Map<String, Object> services = new LinkedHashMap<>();
        for (String each : stardust.registry().asked()) {
            services.put(
                    each,
                    stardust.registry().resolve(each).stream()
                            .map(StardustEndpoint::provider)
                            .toList());
        }
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("loggedIn", stardust.isLoggedIn());
        state.put("serviceToken", stardust.serviceToken() != null);
        state.put("offered", stardust.registry().offered());
        state.put("services", services);
        return state;
    }

    private static Map<String, Object> provider(Provider provider) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put(
                "addresses", provider.addresses().stream().map(String::valueOf).toList());
        words.put("app", Objects.requireNonNullElse(provider.app(), ""));
        words.put("version", Objects.requireNonNullElse(provider.version(), ""));
        words.put("zone", Objects.requireNonNullElse(provider.zone(), ""));
        words.put("node", Objects.requireNonNullElse(provider.node(), ""));
        words.put("weight", provider.weight());
        words.put("tags", List.copyOf(provider.tags()));
        return words;
    }
}
