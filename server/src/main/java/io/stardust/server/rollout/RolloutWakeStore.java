package io.stardust.server.rollout;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** When rollouts are to be looked at, in the database. Stateless; runs on the handle it is given. */
final class RolloutWakeStore {
    /** What is not over, and what is to be looked at. */
    List<Long> underWay(Handle sql) {
        String select = """
                select id from rollout
                where status in ('SCHEDULED', 'RUNNING', 'PAUSED', 'REVERTING') or wake_at > 0
                order by id
                """;
        return sql.createQuery(select).mapTo(Long.class).list();
    }

    /** Those whose time has come, the longest waiting first. */
    List<Long> due(Handle sql, long now, int limit) {
        String select = "select id from rollout where wake_at > 0 and wake_at <= :now order by wake_at limit :limit";
        return sql.createQuery(select)
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    /** When the next one is to be looked at; 0 = never. */
    long nextWake(Handle sql) {
        return sql.createQuery("select coalesce(min(wake_at), 0) from rollout where wake_at > 0")
                .mapTo(Long.class)
                .one();
    }

    /** Has it looked at no earlier than {@code at}. */
    int sleep(Handle sql, long id, long at) {
        return sql.createUpdate("update rollout set wake_at = :at where id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    /** Has everything that waits for a while, not for a time of day, wait {@code ms} longer by the clock. */
    int shift(Handle sql, long ms) {
        sql.createUpdate("update rollout_placement set due_at = due_at + :ms where due_at > 0")
                .bind("ms", ms)
                .execute();
        sql.createUpdate("update rollout_placement set begin_at = begin_at + :ms where begin_at > 0 "
                        + "and state = 'PLANNED'")
                .bind("ms", ms)
                .execute();
        String waits = """
                update rollout
                set next_batch_at = case when next_batch_at > 0 then next_batch_at + :ms else 0 end,
                    wake_at = case when wake_at > 0 then wake_at + :ms else 0 end
                where status <> 'SCHEDULED' and (wake_at > 0 or next_batch_at > 0)
                """;
        return sql.createUpdate(waits).bind("ms", ms).execute();
    }
}
