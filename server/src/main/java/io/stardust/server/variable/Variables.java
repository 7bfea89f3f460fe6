package io.stardust.server.variable;

import io.avaje.jsonb.Json;
import io.stardust.api.variable.VariableView;
import io.stardust.server.access.secret.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Environment variables as the database keeps them, in order, each name once. Immutable. */
@Json
public record Variables(List<Variable> variables) {
    private static final Variables NONE = new Variables(List.of());

    public Variables {
        variables = List.copyOf(variables);
    }

    /**
     * One of them.
     *
     * @param value null when it is secret
     * @param sealed the value, sealed; null when it is not secret
     */
    @Json
    record Variable(
            String name, @Nullable String value, @Nullable String sealed) {
        boolean secret() {
            return sealed != null;
        }

        private String plain(UnaryOperator<String> open) {
            if (sealed == null) return value == null ? "" : value;
            try {
                return open.apply(sealed);
            } catch (Secrets.Unopened e) {
                throw new Untellable("secret value %s cannot be opened: %s".formatted(name, e.why()), e);
            }
        }
    }

    /** What is kept; before values could be any text it was {@code A=1;B=2}. */
    public static Variables of(@Nullable String kept) {
        if (kept == null || kept.isEmpty()) return NONE;
        return kept.startsWith("{")
                ? io.stardust.protocol.Json.PEOPLE.read(kept, Variables.class)
                : of(VariableText.read(kept));
    }

    public static Variables of(Map<String, String> values) {
        return new Variables(values.entrySet().stream()
                .map(variable -> new Variable(variable.getKey(), variable.getValue(), null))
                .toList());
    }

    /** For the database; null when there are none. */
    @Nullable
    String kept() {
        return variables.isEmpty() ? null : io.stardust.protocol.Json.PEOPLE.text(this);
    }

    Optional<Variable> named(String name) {
        return variables.stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst();
    }

    /** The value of one; null when there is none, or it is secret. */
    public @Nullable String plain(String name) {
        return named(name).map(Variable::value).orElse(null);
    }

    /** With their values, but for the secret ones; null when there are none. */
    public @Nullable List<VariableView> view() {
        return variables.isEmpty()
                ? null
                : variables.stream()
                        .map(one -> new VariableView(one.name(), one.value(), one.secret()))
                        .toList();
    }

    /** For who may only look, and for the change table: names without values; null when there are none. */
    public @Nullable List<VariableView> masked() {
        return variables.isEmpty()
                ? null
                : variables.stream()
                        .map(one -> new VariableView(one.name(), null, one.secret()))
                        .toList();
    }

    /**
     * These and, where {@code over} has the same name, its values; the secret ones opened. For agents only.
     *
     * @throws Untellable if {@code open} cannot open one
     */
    public Map<String, String> values(Variables over, UnaryOperator<String> open) {
        Map<String, Variable> merged = new LinkedHashMap<>();
        for (Variables some : List.of(this, over)) some.variables.forEach(one -> merged.put(one.name(), one));
        Map<String, String> values = new LinkedHashMap<>();
        merged.forEach((name, one) -> values.put(name, one.plain(open)));
        return values;
    }
}
