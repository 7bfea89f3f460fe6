package io.stardust.cli.config;

import io.stardust.cli.config.Nested.Flat;
import io.stardust.cli.http.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Items as YAML 1.2; loaded when it is needed. */
final class YamlText {
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private YamlText() {}

    /** Values as they are written: {@code 1.10} stays so. */
    static List<Entry> read(String text) {
        var flat = new Flat();
        document(text).ifPresent(node -> {
            if (!(node instanceof MappingNode)) throw Failure.usage("the file has no names with values");
            all(flat, "", node, 0);
        });
        return flat.entries;
    }

    private static Optional<Node> document(String text) {
        var settings = LoadSettings.builder()
                .setLabel("file")
                .setCodePointLimit(Integer.MAX_VALUE)
                .setSchema(new CoreSchema())
                .build();
        try {
            return new Compose(settings).composeString(text);
        } catch (YamlEngineException e) {
            String why = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
            throw Failure.usage("the file is not YAML of one document: %s".formatted(why));
        }
    }

    /** The maps in the list that is called {@code name}, with those of their values that are texts. */
    static List<Map<String, String>> rows(String text, String name) {
        List<Map<String, String>> rows = new ArrayList<>();
        @Nullable
        Node list = document(text).map(node -> children(node).get(name)).orElse(null);
        if (!(list instanceof SequenceNode sequence)) return rows;
        for (Node each : sequence.getValue()) {
            Map<String, String> row = new HashMap<>();
            children(each).forEach((key, value) -> {
                if (value instanceof ScalarNode scalar) row.put(key, scalar.getValue());
            });
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Node> children(Node node) {
        Map<String, Node> children = new HashMap<>();
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) children.put(key.getValue(), tuple.getValueNode());
            }
        }
        return children;
    }

    private static void all(Flat flat, String key, Node node, int depth) {
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                    throw Failure.usage("the file has a name that is no text, below %s".formatted(key));
                }
                if (name.getValue().equals("<<")) {
                    throw Failure.usage("the file merges names (<<), which is not supported");
                }
                all(flat, Flat.below(key, name.getValue()), tuple.getValueNode(), flat.deeper(depth));
            }
        } else if (node instanceof SequenceNode list) {
            int number = 0;
            for (Node each : list.getValue()) {
                all(flat, Flat.below(key, String.valueOf(number++)), each, flat.deeper(depth));
            }
        } else if (node instanceof ScalarNode scalar) {
            boolean none = scalar.getTag().equals(Tag.NULL);
            flat.add(key, none ? "" : scalar.getValue(), type(scalar.getTag(), scalar.getValue()));
        }
    }

    /** Ours, where the value is one that the server takes as such. */
    private static @Nullable String type(Tag tag, String value) {
        if (tag.equals(Tag.BOOL)) return value.equals("true") || value.equals("false") ? "boolean" : null;
        boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
        return number && NUMBER.matcher(value).matches() ? "number" : null;
    }

    static String write(Map<String, Object> nested) {
        if (nested.isEmpty()) return "{}\n";
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(Integer.MAX_VALUE)
                .setSchema(new CoreSchema())
                .build();
        return new Dump(settings).dumpToString(nested);
    }
}
