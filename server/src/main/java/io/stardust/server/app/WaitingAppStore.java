package io.stardust.server.app;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Apps that wait to be let in. Stateless; every method runs on the handle it is given. */
final class WaitingAppStore {
    long all(Handle sql) {
        return sql.createQuery("select count(*) from app where not approved")
                .mapTo(Long.class)
                .one();
    }

    /** Those that were let in and have not shown a secret yet. */
    long open(Handle sql) {
        return sql.createQuery("select count(*) from app where approved and introduced and not secret_proved")
                .mapTo(Long.class)
                .one();
    }

    long from(Handle sql, String sender) {
        return sql.createQuery("select count(*) from app where not approved and asked_from = :sender")
                .bind("sender", sender)
                .mapTo(Long.class)
                .one();
    }

    /** Those that have not asked since {@code before}, epoch ms. */
    List<Long> silentSince(Handle sql, long before) {
        return sql.createQuery("select id from app where not approved and asked_at < :before order by id")
                .bind("before", before)
                .mapTo(Long.class)
                .list();
    }

    /** The sender of most of them. */
    String mostFrom(Handle sql) {
        return sql.createQuery("""
                        select asked_from from app where not approved
                        group by asked_from order by count(*) desc, asked_from limit 1
                        """).mapTo(String.class).one();
    }

    /** The one of {@code sender} that has asked least recently. */
    Optional<Long> longestSilentFrom(Handle sql, String sender) {
        return sql.createQuery("""
                        select id from app where not approved and asked_from = :sender
                        order by asked_at, id limit 1
                        """).bind("sender", sender).mapTo(Long.class).findOne();
    }
}
