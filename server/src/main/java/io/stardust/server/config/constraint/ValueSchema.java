package io.stardust.server.config.constraint;

import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.Keyword;
import dev.harrel.jsonschema.SchemaNotFoundException;
import dev.harrel.jsonschema.SchemaParsingContext;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.stardust.protocol.Json;
import io.stardust.server.config.constraint.SchemaNode.Steps;
import io.stardust.server.config.constraint.SchemaNode.TooMuch;
import io.stardust.server.http.Check;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema (draft 2020-12; others by {@code $schema}). Fetches nothing; what would take too long ends. Its
 * patterns are {@link ValuePattern}s. Thread-safe.
 */
final class ValueSchema {
    static final int LONGEST = 32_000;
    private static final long STEPS = 1_000_000;
    private static final int PATTERN_STEP = 5; // instructions of a pattern that count as one step
    private static final int SHOWN = 200;

    private final Validator validator;
    private final URI id;

    private ValueSchema(Validator validator, URI id) {
        this.validator = validator;
        this.id = id;
    }

    static ValueSchema of(String text) throws Unusable {
        if (text.length() > LONGEST) {
            throw new Unusable("%,d characters (expected: at most %,d)".formatted(text.length(), LONGEST));
        }
        var steps = new Steps(STEPS);
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new SchemaNode.Factory(steps))
                .withEvaluatorFactory(ValueSchema::bounded)
                .createValidator();
        try {
            URI id = validator.registerSchema(text);
            steps.free();
            return new ValueSchema(validator, id);
        } catch (InvalidSchemaException e) {
            String why =
                    e.getErrors().isEmpty() ? "" : ": " + told(e.getErrors().getFirst());
            throw new Unusable("is no JSON schema" + why);
        } catch (Json.BadJson _) {
            throw new Unusable("is no JSON");
        } catch (BadPattern e) {
            throw new Unusable(String.valueOf(e.getMessage()));
        } catch (TooMuch | StackOverflowError _) {
            throw new Unusable("is too large, or has too much within each other");
        } catch (RuntimeException e) { // of the library: an id that is no address, a dialect that it does not know
            throw new Unusable("is no JSON schema: " + Check.shortened(String.valueOf(e.getMessage()), SHOWN));
        }
    }

    /**
     * What is wrong with {@code value}; null: nothing.
     *
     * @param value what was read: maps, lists, texts, numbers, booleans
     * @param secret whether no part of it may be told
     */
    @Nullable
    String wrong(@Nullable Object value, boolean secret) {
        try {
            Validator.Result result = validator.validate(id, (JsonNode) new SchemaNode(value, "", new Steps(STEPS)));
            if (result.isValid()) return null;
            if (secret || result.getErrors().isEmpty()) return "does not follow its schema";
            return "does not follow its schema: " + told(result.getErrors().getFirst());
        } catch (SchemaNotFoundException e) {
            return "cannot be checked: its schema names %s, which is not in it"
                    .formatted(Check.shown(String.valueOf(e.getRef())));
        } catch (TooMuch | StackOverflowError _) {
            return "cannot be checked: that would take too long";
        }
    }

    private static String told(dev.harrel.jsonschema.Error error) {
        String at = error.getInstanceLocation().isEmpty() ? "" : error.getInstanceLocation() + ": ";
        return Check.shortened(io.stardust.protocol.Printable.line(at + error.getError()), SHOWN);
    }

    /** A pattern in a schema that is none. The library hands on what its factories throw. */
    private static final class BadPattern extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadPattern(String message) {
            super(message, null, false, false);
        }
    }

    private static Optional<Evaluator> bounded(SchemaParsingContext schema, String keyword, JsonNode value) {
        if (keyword.equals(Keyword.PATTERN) && value.isString())
            return Optional.of(new InText(pattern(value.asString())));
        if (keyword.equals(Keyword.PATTERN_PROPERTIES) && value.isObject()) {
            Map<ValuePattern, String> schemas = new LinkedHashMap<>();
            value.asObject().forEach((key, each) -> schemas.put(pattern(key), schema.getAbsoluteUri(each)));
            return Optional.of(new InNames(schemas));
        }
        return schema.getDialect()
                .getEvaluatorFactory()
                .create(schema, keyword, value)
                .map(Counted::new);
    }

    private static ValuePattern pattern(String text) {
        try {
            return ValuePattern.of(text);
        } catch (Unusable e) {
            throw new BadPattern("pattern %s: %s".formatted(Check.shown(text), e.getMessage()));
        }
    }

    private static boolean finds(ValuePattern pattern, String text, JsonNode at) {
        if (at instanceof SchemaNode node) node.steps().take(pattern.cost(text) / PATTERN_STEP);
        return pattern.isIn(text);
    }

    /** What the library does, which ends when it takes too long. */
    private record Counted(Evaluator of) implements Evaluator {
        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            if (node instanceof SchemaNode counted) counted.steps().take(1);
            return of.evaluate(context, node);
        }

        @Override
        public int getOrder() {
            return of.getOrder();
        }
    }

    private record InText(ValuePattern pattern) implements Evaluator {
        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            if (!node.isString() || finds(pattern, node.asString(), node)) return Result.success();
            return Result.failure("does not fit the pattern " + pattern);
        }
    }

    private record InNames(Map<ValuePattern, String> schemas) implements Evaluator {
        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            if (!node.isObject()) return Result.success();
            boolean valid = true;
            Set<String> seen = new HashSet<>(); // which additionalProperties leaves out
            for (Map.Entry<String, JsonNode> each : node.asObject().entrySet()) {
                for (Map.Entry<ValuePattern, String> schema : schemas.entrySet()) {
                    if (!finds(schema.getKey(), each.getKey(), node)) continue;
                    seen.add(each.getKey());
                    valid &= context.resolveInternalRefAndValidate(schema.getValue(), each.getValue());
                }
            }
            return valid ? Result.success(seen) : Result.failure();
        }
    }
}
