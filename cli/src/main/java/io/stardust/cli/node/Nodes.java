package io.stardust.cli.node;

import io.stardust.api.node.NodeDetail;
import io.stardust.api.node.NodePage;
import io.stardust.api.node.NodeView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Naming;
import java.util.List;

/** Finds nodes by what people call them. */
public final class Nodes {
    private static final Naming<NodeView> NAMING = new Naming<>("node", NodeView::id, NodeView::name);

    private Nodes() {}

    /** The node whose name, id or code {@code word} is. */
    public static NodeView find(Api api, String word) {
        return NAMING.find(word, id -> api.find("/nodes/" + id).map(Nodes::node), name -> like(api, name));
    }

    private static NodeView node(io.stardust.cli.http.Reply reply) {
        return reply.as(NodeDetail.class).node();
    }

    private static List<NodeView> like(Api api, String word) {
        List<NodeView> found = api.list(Api.query("/nodes", "q", word), 1000).as(NodePage.class);
        boolean named = found.stream().anyMatch(node -> node.name().equalsIgnoreCase(word));
        return named ? found : byCode(api, found, word);
    }

    /** A code stands in for a name when no node has that name. */
    private static List<NodeView> byCode(Api api, List<NodeView> found, String word) {
        List<NodeView> all = found.isEmpty() ? api.list("/nodes", 10_000).as(NodePage.class) : found;
        return all.stream()
                .filter(node -> node.code().equalsIgnoreCase(word))
                .map(node -> node.edited(word, node.projectId(), node.enabled(), node.labels()))
                .toList();
    }

    /** The ids of the nodes that {@code words} mean, in their order, each once. */
    public static List<Long> ids(Api api, List<String> words) {
        return words.stream().map(word -> find(api, word).id()).distinct().toList();
    }
}
