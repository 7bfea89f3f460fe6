package io.stardust.server.node;

import io.stardust.api.node.NodeView;
import io.stardust.server.access.secret.SealedValues;
import io.stardust.server.db.Visible;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The SQL of nodes. Stateless; runs on the handle it is given. */
public final class NodeStore implements SealedValues {
    private static final String NODE = """
            select n.id, n.code, n.project_id, n.name, n.enabled, n.approved, coalesce(s.online, false) as online,
                coalesce(s.lost, false) as lost, s.version, s.compile, coalesce(s.ours, false) as ours
            from node n left join node_seen s on s.node_id = n.id
            """;

    static final String VIEW = """
            select n.id, n.code, n.project_id, n.name, n.enabled, n.approved, n.replaces, n.labels, n.revision,
                n.created_at, n.leaving, coalesce(s.online, false) as online, coalesce(s.lost, false) as lost,
                coalesce(s.since, 0) as since, s.version, s.os_name, s.architecture, s.ip,
                s.machine_name, coalesce(s.ours, false) as ours, coalesce(s.seen_at, 0) as seen_at, a.channel
            from node n left join node_seen s on s.node_id = n.id left join node_agent a on a.node_id = n.id
            """;

    private final LabelStore labels = new LabelStore();

    /** Those of {@code ids} that are there; at most 500 at once. */
    public List<Node> all(Handle sql, Collection<Long> ids) {
        if (ids.isEmpty()) return List.of();
        return sql.createQuery(NODE + "where n.id in (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .map(NodeStore::node)
                .list();
    }

    /** The node {@code id} if it is visible. */
    public Optional<Node> find(Handle sql, Visible visible, long id) {
        String select = NODE + "where n.id = :id and " + visible.on("n.project_id");
        return sql.createQuery(select).bind("id", id).map(NodeStore::node).findOne();
    }

    /** The node that calls itself {@code code}; for machines, which are bound to one node by their token. */
    public Optional<Node> byCode(Handle sql, String code) {
        String select = NODE + "where n.code = :code";
        return sql.createQuery(select).bind("code", code).map(NodeStore::node).findOne();
    }

    /** The labels of a node; empty when it is not there. */
    public Map<String, String> labels(Handle sql, long id) {
        return sql.createQuery("select labels from node where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(Labels::of)
                .orElse(Map.of());
    }

    /** The value of a node's label. */
    public Optional<String> label(Handle sql, long id, String key) {
        return sql.createQuery("select value from node_label where node_id = :node and key = :key")
                .bind("node", id)
                .bind("key", key)
                .mapTo(String.class)
                .findOne();
    }

    Optional<Known> known(Handle sql, String code) {
        String select = "select n.id, n.secret from node n where n.code = :code";
        return sql.createQuery(select)
                .bind("code", code)
                .map((row, _) -> new Known(row.getLong("id"), row.getString("secret")))
                .findOne();
    }

    /** The node, if it may be seen. */
    public Optional<NodeView> view(Handle sql, Visible visible, long id) {
        String select = VIEW + "where n.id = :id and " + visible.on("n.project_id");
        return sql.createQuery(select).bind("id", id).map(NodeStore::view).findOne();
    }

    /** Every node of a project, by id. */
    List<NodeView> inProject(Handle sql, long project) {
        return sql.createQuery(VIEW + "where n.project_id = :project order by n.id")
                .bind("project", project)
                .map(NodeStore::view)
                .list();
    }

    /** Ids of the nodes with this hardware, oldest first. */
    List<Long> withHardware(Handle sql, String hardwareCode) {
        String select = "select id from node where hardware_code = :code and hardware_code <> '' order by id";
        return sql.createQuery(select)
                .bind("code", hardwareCode)
                .mapTo(Long.class)
                .list();
    }

    long waiting(Handle sql) {
        return sql.createQuery("select count(*) from node where not approved")
                .mapTo(Long.class)
                .one();
    }

    long waitingFrom(Handle sql, String sender) {
        return sql.createQuery("select count(*) from node where not approved and asked_from = :sender")
                .bind("sender", sender)
                .mapTo(Long.class)
                .one();
    }

    /** The sender of whom the most wait; empty when none has one. */
    String mostWaitingFrom(Handle sql) {
        return sql.createQuery("""
                        select asked_from from node where not approved and asked_from is not null
                        group by asked_from order by count(*) desc, asked_from limit 1
                        """).mapTo(String.class).findOne().orElse("");
    }

    Optional<NodeView> longestSilentFrom(Handle sql, String sender) {
        return sql.createQuery(
                        VIEW + "where not n.approved and n.asked_from = :sender order by s.seen_at, n.id limit 1")
                .bind("sender", sender)
                .map(NodeStore::view)
                .findOne();
    }

    List<NodeView> waitingSilentSince(Handle sql, long time) {
        return sql.createQuery(VIEW + "where not n.approved and s.seen_at < :time order by n.id limit 100")
                .bind("time", time)
                .map(NodeStore::view)
                .list();
    }

    boolean codeTaken(Handle sql, String code) {
        return known(sql, code).isPresent();
    }

    /** The project of this name; empty when there is none. */
    Optional<Long> project(Handle sql, String name) {
        return sql.createQuery("select id from project where name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne();
    }

    /** Whether there is such a project. */
    public boolean projectExists(Handle sql, long id) {
        return sql.createQuery("select id from project where id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    void insert(Handle sql, Newcomer node, long now) {
        String insert = """
                insert into node (id, project_id, code, hardware_code, name, product, secret, enabled, approved,
                    replaces, labels, revision, created_at, updated_at, asked_from)
                values (:id, :project, :code, :hardware, :name, :product, :secret, true, :approved,
                    :replaces, :labels, 1, :now, :now, :from)
                """;
        sql.createUpdate(insert)
                .bind("id", node.id())
                .bind("project", node.projectId())
                .bind("code", node.code())
                .bind("hardware", node.hardwareCode())
                .bind("name", node.name())
                .bind("product", node.product())
                .bind("secret", node.sealedSecret())
                .bind("approved", node.approved())
                .bind("replaces", node.replaces())
                .bind("labels", Labels.text(node.labels()))
                .bind("from", node.askedFrom())
                .bind("now", now)
                .execute();
        labels.put(sql, node.id(), node.labels());
    }

    /** Writes what people edit; everything else stays. */
    void update(Handle sql, NodeView node, long now) {
        String update = """
                update node set project_id = :project, name = :name, enabled = :enabled, approved = :approved,
                    replaces = :replaces, labels = :labels, revision = revision + 1, updated_at = :now
                where id = :id
                """;
        sql.createUpdate(update)
                .bind("project", node.projectId())
                .bind("name", node.name())
                .bind("enabled", node.enabled())
                .bind("approved", node.approved())
                .bind("replaces", node.replaces())
                .bind("labels", Labels.text(node.labels()))
                .bind("now", now)
                .bind("id", node.id())
                .execute();
        labels.put(sql, node.id(), node.labels());
    }

    /** Gives the identity of {@code newcomer}, which ceases to be, to {@code id}. */
    void takeOver(Handle sql, long id, long newcomer) {
        Identity brought = sql.createQuery("select code, hardware_code, product, secret from node where id = :id")
                .bind("id", newcomer)
                .map((row, _) -> new Identity(
                        row.getString("code"),
                        row.getString("hardware_code"),
                        row.getString("product"),
                        row.getString("secret")))
                .one();
        delete(sql, newcomer);
        String update = """
                update node set code = :code, hardware_code = :hardware, product = :product, secret = :secret
                where id = :id
                """;
        sql.createUpdate(update)
                .bind("code", brought.code())
                .bind("hardware", brought.hardwareCode())
                .bind("product", brought.product())
                .bind("secret", brought.sealedSecret())
                .bind("id", id)
                .execute();
    }

    @Override
    public long count(Handle sql) {
        return sql.createQuery("select count(*) from node").mapTo(Long.class).one();
    }

    @Override
    public int reseal(Handle sql, UnaryOperator<String> again) {
        Map<Long, String> kept = new HashMap<>();
        sql.createQuery("select id, secret from node")
                .map((row, _) -> kept.put(row.getLong("id"), row.getString("secret")))
                .list();
        kept.forEach((id, secret) -> sql.createUpdate("update node set secret = :secret where id = :id")
                .bind("secret", again.apply(secret))
                .bind("id", id)
                .execute());
        return kept.size();
    }

    void leave(Handle sql, long id) {
        sql.createUpdate("update node set leaving = true, revision = revision + 1 where id = :id")
                .bind("id", id)
                .execute();
    }

    void delete(Handle sql, long id) {
        sql.createUpdate("delete from node where id = :id").bind("id", id).execute();
        labels.delete(sql, id);
        sql.createUpdate("delete from node_seen where node_id = :id")
                .bind("id", id)
                .execute();
        sql.createUpdate("delete from node_local_service where node_id = :id")
                .bind("id", id)
                .execute();
        sql.createUpdate("delete from node_event where node_id = :id")
                .bind("id", id)
                .execute();
        sql.createUpdate("delete from node_agent where node_id = :id")
                .bind("id", id)
                .execute();
    }

    private static Node node(ResultSet row, StatementContext context) throws SQLException {
        return new Node(
                row.getLong("id"),
                row.getString("code"),
                row.getLong("project_id"),
                row.getString("name"),
                row.getBoolean("enabled"),
                row.getBoolean("approved"),
                row.getBoolean("online"),
                row.getBoolean("lost"),
                row.getString("version"),
                row.getString("compile"),
                !row.getBoolean("ours"));
    }

    static NodeView view(ResultSet row, StatementContext context) throws SQLException {
        boolean approved = row.getBoolean("approved");
        boolean enabled = row.getBoolean("enabled");
        long replaces = row.getLong("replaces");
        return new NodeView(
                row.getLong("id"),
                row.getString("code"),
                row.getString("name"),
                row.getLong("project_id"),
                NodeStatus.of(approved, enabled, row.getBoolean("online"), row.getBoolean("lost"))
                        .text(),
                row.getLong("since"),
                row.getBoolean("leaving"),
                enabled,
                approved,
                replaces == 0 ? null : replaces,
                row.getString("version"),
                row.getString("os_name"),
                row.getString("architecture"),
                row.getString("ip"),
                row.getString("machine_name"),
                Labels.of(row.getString("labels")),
                row.getLong("seen_at"),
                row.getLong("created_at"),
                row.getLong("revision"),
                false,
                !row.getBoolean("ours"),
                row.getString("channel"),
                null,
                null);
    }

    /** What a login is checked against. */
    record Known(long id, String sealedSecret) {
        @Override
        public String toString() {
            return "Known[" + id + "]";
        }
    }

    private record Identity(String code, String hardwareCode, String product, String sealedSecret) {
        @Override
        public String toString() {
            return "Identity[" + code + "]";
        }
    }

    /** A node about to be written for the first time. */
    record Newcomer(
            long id,
            long projectId,
            String code,
            String hardwareCode,
            String name,
            String product,
            String sealedSecret,
            boolean approved,
            @Nullable Long replaces,
            Map<String, String> labels,
            String askedFrom) {
        @Override
        public String toString() {
            return "Newcomer[" + id + " " + code + "]";
        }
    }
}
