package io.stardust.agent.install;

import io.stardust.protocol.deploy.ServiceInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables of a service. */
final class Words {
    private Words() {}

    /**
     * The variables of a service, from its map or from {@code A=1;B=2}.
     *
     * @throws IllegalArgumentException if a part is not {@code NAME=value}; the message holds no value
     */
    static Map<String, String> environment(ServiceInfo service) {
        Map<String, String> map = service.environmentMap();
        if (map == null) return environment(service.environments());
        map.forEach((name, value) -> {
            boolean bad =
                    name.isBlank() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0;
            if (bad) throw new IllegalArgumentException("variable '" + name.replace('\0', ' ') + "' cannot be set");
        });
        return map;
    }

    private static Map<String, String> environment(@Nullable String line) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (line == null) return variables;
        if (line.indexOf('\0') >= 0) throw new IllegalArgumentException("a NUL character");
        int position = 0;
        for (String part : line.split(";")) {
            position++;
            if (part.isBlank()) continue;
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (name.isEmpty()) throw new IllegalArgumentException("part " + position + " (expected: NAME=value)");
            variables.put(name, part.substring(equals + 1));
        }
        return variables;
    }
}
