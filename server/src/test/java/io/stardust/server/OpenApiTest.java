package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.http.Api;
import io.stardust.server.http.Api.Route;
import io.stardust.server.http.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds the document against the routes, both ways. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete", "put");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    private final Map<?, ?> document = load();
    private final List<Route> routes = routes();

    static Map<?, ?> load() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            LoadSettings strict =
                    LoadSettings.builder().setAllowDuplicateKeys(false).build();
            return map(new Load(strict).loadFromInputStream(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Route> routes() {
        Api api = new Server(ServerSettings.defaults(Path.of("never-started"), 0), InstantSource.system()).api();
        return api.routes();
    }

    static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** {@code GET /nodes/{id}} and its operation. */
    private Map<String, Map<?, ?>> operations() {
        Map<String, Map<?, ?>> operations = new TreeMap<>();
        map(document.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.put(
                                method.toString().toUpperCase(java.util.Locale.ROOT) + " " + path, map(operation));
                    }
                }));
        return operations;
    }

    private static String key(Route route) {
        return route.method() + " " + route.path();
    }

    @Test
    void document_listsExactlyTheRoutes() {
        Set<String> served = new TreeSet<>();
        for (Route route : routes)
            assertThat(served.add(key(route)))
                    .as("%s is registered once", key(route))
                    .isTrue();

        assertThat(operations().keySet()).containsExactlyElementsOf(served);
    }

    @Test
    void document_tellsWhatEachRouteDemands() {
        Map<String, String> demanded = new TreeMap<>();
        for (Route route : routes) demanded.put(key(route), Check.word(route.need()));
        Map<String, String> told = new TreeMap<>();
        operations().forEach((key, operation) -> told.put(key, String.valueOf(operation.get("x-need"))));

        assertThat(told).isEqualTo(demanded);
    }

    @Test
    void operations_haveAnIdOfTheirOwnAndASummary() {
        Set<Object> ids = new HashSet<>();
        operations().forEach((key, operation) -> {
            @Nullable Object id = operation.get("operationId");
            assertThat(id).as("%s: operationId", key).isInstanceOf(String.class);
            assertThat(ids.add(Objects.requireNonNull(id)))
                    .as("%s: operationId %s is unique", key, id)
                    .isTrue();
            assertThat(operation.get("summary")).as("%s: summary", key).isInstanceOf(String.class);
        });
    }

    @Test
    void operations_declareTheVariablesOfTheirPath() {
        operations().forEach((key, operation) -> {
            Set<String> wanted = new TreeSet<>();
            VARIABLE.matcher(key).results().forEach(found -> wanted.add(found.group(1)));
            assertThat(declared(key, operation, "path"))
                    .as("%s: path parameters", key)
                    .isEqualTo(wanted);
        });
    }

    @Test
    void edits_declareIfMatch() {
        operations().forEach((key, operation) -> {
            if (key.startsWith("PATCH ")) {
                assertThat(declared(key, operation, "header"))
                        .as("%s: header parameters", key)
                        .contains("If-Match");
            }
        });
    }

    private Set<String> declared(String key, Map<?, ?> operation, String where) {
        String path = key.substring(key.indexOf(' ') + 1);
        List<Object> parameters =
                new ArrayList<>(list(map(map(document.get("paths")).get(path)).get("parameters")));
        parameters.addAll(list(operation.get("parameters")));
        Set<String> names = new TreeSet<>();
        for (Object parameter : parameters) {
            Map<?, ?> found = resolved(map(parameter));
            if (where.equals(found.get("in"))) names.add(String.valueOf(found.get("name")));
        }
        return names;
    }

    private Map<?, ?> resolved(Map<?, ?> thing) {
        @Nullable Object reference = thing.get("$ref");
        return reference == null ? thing : map(follow(reference.toString()));
    }

    private @Nullable Object follow(String reference) {
        @Nullable Object found = document;
        for (String step : reference.substring(2).split("/")) found = map(found).get(step);
        return found;
    }

    @Test
    void operations_tellSuccessAndProblem() {
        operations().forEach((key, operation) -> {
            Map<?, ?> answers = map(operation.get("responses"));
            assertThat(answers.keySet().stream().map(String::valueOf))
                    .as("%s: answers", key)
                    .anyMatch(code -> code.startsWith("2") || code.equals("302"));
            assertThat(map(answers.get("default")).get("$ref"))
                    .as("%s: the default answer", key)
                    .isEqualTo("#/components/responses/Problem");
        });
    }

    @Test
    void references_leadSomewhere() {
        List<String> references = new ArrayList<>();
        collect(document, references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(follow(reference)).as(reference).isNotNull());
    }

    private static void collect(@Nullable Object value, List<String> references) {
        if (value instanceof List<?> items) items.forEach(item -> collect(item, references));
        map(value).forEach((key, inner) -> {
            if (key.equals("$ref")) references.add(String.valueOf(inner));
            else collect(inner, references);
        });
    }

    @Test
    void version_isThePrograms() {
        assertThat(map(document.get("info")).get("version")).isEqualTo(Server.VERSION);
    }
}
