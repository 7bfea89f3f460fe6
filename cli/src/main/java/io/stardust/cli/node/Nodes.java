package io.stardust.cli.node;

import io.stardust.cli.http.Api;
import io.stardust.cli.http.Named;
import java.util.List;

/** Finds nodes by what people call them. */
public final class Nodes {
    private Nodes() {}

    /** The node whose name, id or code {@code word} is. */
    public static Node find(Api api, String word) {
        return Named.find("node", word, id -> api.find("/nodes/" + id).map(Nodes::node), name -> like(api, name));
    }

    private static Node node(io.stardust.cli.http.Reply reply) {
        return reply.as(NodeDetail.class).node();
    }

    private static List<Node> like(Api api, String word) {
        List<Node> found = api.list(Api.query("/nodes", "q", word), 1000).as(NodePage.class);
        boolean named = found.stream().anyMatch(node -> node.name().equalsIgnoreCase(word));
        return named ? found : byCode(api, found, word);
    }

    /** A code stands in for a name when no node has that name. */
    private static List<Node> byCode(Api api, List<Node> found, String word) {
        List<Node> all = found.isEmpty() ? api.list("/nodes", 10_000).as(NodePage.class) : found;
        return all.stream()
                .filter(node -> node.code().equalsIgnoreCase(word))
                .map(node -> node.named(word))
                .toList();
    }

    /** The ids of the nodes that {@code words} mean, in their order, each once. */
    public static List<Long> ids(Api api, List<String> words) {
        return words.stream().map(word -> find(api, word).id()).distinct().toList();
    }
}
