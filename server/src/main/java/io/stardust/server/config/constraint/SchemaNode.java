package io.stardust.server.config.constraint;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import io.stardust.protocol.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Maps, lists, texts, numbers and booleans as the library for schemas sees them. For one thread. */
final class SchemaNode implements JsonNode {
    private static final int SCALE = 400; // of a decimal: a double has no larger exponent

    private final @Nullable Object value;
    private final String pointer;
    private final Steps steps;
    private final SimpleType type;
    private final @Nullable BigDecimal number;

    /** How many steps a check may take yet. */
    static final class Steps {
        private long left;

        Steps(long most) {
            this.left = most;
        }

        void take(long count) {
            left -= count;
            if (left < 0) throw new TooMuch();
        }

        /** What was read once is looked at by every check, each of which counts its own. */
        void free() {
            left = Long.MAX_VALUE / 2;
        }
    }

    /** A check that would take too long. */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super(null, null, false, false);
        }
    }

    /** Reads schemas, and the library's own. */
    static final class Factory implements JsonNodeFactory {
        private final Steps steps;

        Factory(Steps steps) {
            this.steps = steps;
        }

        @Override
        public JsonNode wrap(Object node) {
            return node instanceof JsonNode made ? made : new SchemaNode(node, "", steps);
        }

        @Override
        public JsonNode create(String text) {
            return wrap(Json.PEOPLE.read(text, Object.class));
        }
    }

    SchemaNode(@Nullable Object value, String pointer, Steps steps) {
        this.value = value;
        this.pointer = pointer;
        this.steps = steps;
        this.number = value instanceof Number given ? decimal(given) : null;
        this.type = type(value, number);
    }

    private static BigDecimal decimal(Number given) {
        BigDecimal decimal = switch (given) {
            case BigDecimal exact -> exact;
            case BigInteger whole -> new BigDecimal(whole);
            case Double part -> new BigDecimal(part.toString());
            default -> BigDecimal.valueOf(given.longValue());
        };
        if (Math.abs(decimal.scale()) > SCALE) throw new TooMuch();
        return decimal;
    }

    private static SimpleType type(@Nullable Object value, @Nullable BigDecimal number) {
        if (number != null) {
            return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0
                    ? SimpleType.INTEGER
                    : SimpleType.NUMBER;
        }
        return switch (value) {
            case null -> SimpleType.NULL;
            case Boolean _ -> SimpleType.BOOLEAN;
            case Collection<?> _ -> SimpleType.ARRAY;
            case Map<?, ?> _ -> SimpleType.OBJECT;
            default -> SimpleType.STRING;
        };
    }

    /** For who works with it beside the library. */
    Steps steps() {
        return steps;
    }

    @Override
    public String getJsonPointer() {
        return pointer;
    }

    @Override
    public SimpleType getNodeType() {
        steps.take(1);
        return type;
    }

    @Override
    public boolean asBoolean() {
        return Boolean.TRUE.equals(value);
    }

    @Override
    public String asString() {
        return String.valueOf(value);
    }

    @Override
    public BigInteger asInteger() {
        return asNumber().toBigInteger();
    }

    @Override
    public BigDecimal asNumber() {
        return Objects.requireNonNull(number);
    }

    @Override
    public List<JsonNode> asArray() {
        List<JsonNode> nodes = new ArrayList<>();
        for (Object each : (Collection<?>) Objects.requireNonNull(value)) {
            nodes.add(new SchemaNode(each, pointer + "/" + nodes.size(), steps));
        }
        steps.take(nodes.size());
        return nodes;
    }

    @Override
    public Map<String, JsonNode> asObject() {
        Map<String, JsonNode> nodes = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(value)).forEach((key, each) -> {
            String name = String.valueOf(key);
            nodes.put(name, new SchemaNode(each, pointer + "/" + JsonNode.encodeJsonPointer(name), steps));
        });
        steps.take(nodes.size());
        return nodes;
    }

    /** By what is in it; where it stands is no part of that. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof SchemaNode node) || node.type != type) return false;
        return number == null
                ? Objects.equals(value, node.value)
                : node.number != null && number.compareTo(node.number) == 0;
    }

    @Override
    public int hashCode() {
        return number == null
                ? Objects.hashCode(value)
                : number.stripTrailingZeros().hashCode();
    }
}
