package io.stardust.server.logs;

import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Whose output an agent sends, in the database. Stateless; runs on the handle it is given. */
final class OutputStore {
    private static final RowMapper<Source> SOURCE = Rows.of(MethodHandles.lookup(), Source.class);

    /** The app of a placement; {@code called} as the agent calls its process. */
    record Source(long appId, String called) {}

    /** A placement of that node. */
    Optional<Source> find(Handle sql, long placementId, long nodeId) {
        return sql.createQuery("""
                        select d.app_id, p.deploy_name as called
                        from placement p
                        join deployment d on d.id = p.deployment_id
                        where p.id = :placement and p.node_id = :node
                        """)
                .bind("placement", placementId)
                .bind("node", nodeId)
                .map(SOURCE)
                .findOne();
    }
}
