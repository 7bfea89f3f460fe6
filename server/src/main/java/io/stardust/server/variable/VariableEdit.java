package io.stardust.server.variable;

import io.stardust.api.variable.VariableView;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.app.Bounds;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import io.stardust.server.variable.Variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for of environment variables: all of them anew, or single ones.
 *
 * @param text all, as {@code A=1;B=2}: the form of before, for values without {@code ;} and line ends
 * @param all all of them
 * @param set to be added or changed
 * @param remove names of those that are to go
 */
public record VariableEdit(
        @Nullable String text,
        @Nullable List<VariableView> all,
        @Nullable List<VariableView> set,
        @Nullable List<String> remove) {
    private static final String ALL = "environment";
    private static final String SET = "environmentSet";
    private static final String REMOVE = "environmentRemove";

    /** What is kept, given that {@code base} was. */
    public @Nullable String kept(@Nullable String base, Secrets secrets) {
        if (text == null && all == null && set == null && remove == null) return base;
        if ((text != null && all != null) || ((text != null || all != null) && (set != null || remove != null)))
            throw new Invalid("environment: said in several ways (expected: environment, or environmentSet and "
                    + "environmentRemove, or environments)");
        Variables before = Variables.of(base);
        Map<String, Variable> after = new LinkedHashMap<>();
        if (text != null) {
            read(text).forEach(one -> put(after, "environments", one, before, secrets));
        } else if (all != null) {
            named(ALL, all).forEach(one -> put(after, ALL, one, before, secrets));
        } else {
            before.variables().forEach(one -> after.put(one.name(), one));
            if (remove != null) remove(after, remove);
            if (set != null) named(SET, set).forEach(one -> put(after, SET, one, before, secrets));
        }
        bound(after);
        return new Variables(List.copyOf(after.values())).kept();
    }

    private static List<VariableView> read(String text) {
        List<VariableView> read = new ArrayList<>();
        for (String part :
                Bounds.text("environments", text, Bounds.ENVIRONMENT) == null ? new String[0] : text.split("[;\\n]")) {
            if (part.isBlank()) continue;
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            if (equals < 0) throw new Invalid("environments", Check.shortened(name), "NAME=value, joined by ;");
            read.add(new VariableView(name, part.substring(equals + 1), null));
        }
        return read;
    }

    private static void remove(Map<String, Variable> after, List<String> names) {
        for (String name : names) {
            if (after.remove(name) == null) {
                String there = after.isEmpty() ? "there are none" : "one of " + String.join(", ", after.keySet());
                throw new Invalid(REMOVE, Check.shortened(name), there);
            }
        }
    }

    private static List<VariableView> named(String field, List<VariableView> some) {
        Set<String> seen = new LinkedHashSet<>();
        for (VariableView one : some) {
            if (one.name() != null && !seen.add(one.name())) {
                throw new Invalid(field, Check.shortened(one.name()) + " twice", "each name once");
            }
        }
        return some;
    }

    private static void put(
            Map<String, Variable> after, String field, VariableView asked, Variables before, Secrets secrets) {
        String name = Bounds.variable(field, asked.name());
        @Nullable Variable known = before.named(name).orElse(null);
        String where = field + "." + name;
        boolean secret = asked.secret() == null ? known != null && known.secret() : asked.secret();
        @Nullable String value = asked.value();
        if (value == null) {
            if (known == null) throw new Invalid(where, "no value", "a value; there is none to keep");
            if (known.secret() && !secret)
                throw new Invalid(where, "no value", "a new value; a secret is not shown again");
            value = known.value();
            if (value == null) {
                after.put(name, known);
                return;
            }
        }
        if (value.length() > Bounds.VALUE) {
            throw new Invalid(where, value.length() + " characters", "at most " + Bounds.VALUE);
        }
        if (value.indexOf('\0') >= 0) throw new Invalid(where, "a NUL character", "text without NUL");
        after.put(name, secret ? new Variable(name, null, secrets.seal(value)) : new Variable(name, value, null));
    }

    private static void bound(Map<String, Variable> after) {
        if (after.size() > Bounds.VARIABLES) {
            throw new Invalid(ALL, after.size() + " variables", "at most " + Bounds.VARIABLES);
        }
        long length = 0;
        for (Variable one : after.values()) {
            @Nullable String text = one.sealed() == null ? one.value() : one.sealed();
            length += one.name().length() + (text == null ? 0 : text.length());
        }
        if (length > Bounds.ENVIRONMENT)
            throw new Invalid(ALL, length + " characters", "at most " + Bounds.ENVIRONMENT);
    }
}
