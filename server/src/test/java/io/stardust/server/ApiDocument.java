package io.stardust.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The document of the people face, read for tests that go through all of it. */
final class ApiDocument {
    private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete", "put");

    private final Map<?, ?> document;

    ApiDocument() {
        try (InputStream in = ApiDocument.class.getResourceAsStream("/openapi.yaml")) {
            document = map(new Load(LoadSettings.builder().build()).loadFromInputStream(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        map(document.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, told) -> {
                    if (METHODS.contains(String.valueOf(method))) {
                        operations.add(operation(String.valueOf(method), String.valueOf(path), map(item), map(told)));
                    }
                }));
        return operations;
    }

    private Operation operation(String method, String path, Map<?, ?> item, Map<?, ?> told) {
        Map<String, Map<?, ?>> query = new LinkedHashMap<>();
        List<Object> parameters = new ArrayList<>(list(item.get("parameters")));
        parameters.addAll(list(told.get("parameters")));
        for (Object parameter : parameters) {
            Map<?, ?> found = resolved(parameter);
            if ("query".equals(found.get("in"))) query.put(String.valueOf(found.get("name")), map(found.get("schema")));
        }
        Map<?, ?> body = map(map(told.get("requestBody")).get("content"));
        Map<String, Map<?, ?>> fields = new LinkedHashMap<>();
        map(resolved(map(body.get("application/json")).get("schema")).get("properties"))
                .forEach((name, schema) -> fields.put(String.valueOf(name), resolved(schema)));
        boolean json =
                map(map(map(told.get("responses")).get("200")).get("content")).containsKey("application/json");
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                String.valueOf(told.get("x-need")),
                query,
                fields,
                !body.isEmpty(),
                json);
    }

    private Map<?, ?> resolved(@Nullable Object thing) {
        @Nullable Object reference = map(thing).get("$ref");
        if (reference == null) return map(thing);
        @Nullable Object found = document;
        for (String step : reference.toString().substring(2).split("/"))
            found = map(found).get(step);
        return resolved(found);
    }

    static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /**
     * One operation.
     *
     * @param query schemas of the query parameters, by name
     * @param fields schemas of the fields of a JSON body, by name
     * @param takesBody whether there is a body, of whatever kind
     * @param json whether it answers with JSON
     */
    record Operation(
            String method,
            String path,
            String need,
            Map<String, Map<?, ?>> query,
            Map<String, Map<?, ?>> fields,
            boolean takesBody,
            boolean json) {
        String key() {
            return method + " " + path;
        }

        boolean reads() {
            return method.equals("GET");
        }
    }
}
