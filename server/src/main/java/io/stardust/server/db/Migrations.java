package io.stardust.server.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Brings the tables up to date: numbered files, forward only, each in one transaction. A file that has run is never
 * edited; a database newer than the program stops the start.
 */
public final class Migrations {
    /** In order; the number is the place in this list, counted from 1, and leads the file's name. */
    private static final List<String> FILES = List.of(
            "0001_change.sql",
            "0002_access.sql",
            "0003_node.sql",
            "0004_deploy.sql",
            "0005_people.sql",
            "0006_views.sql",
            "0007_rollouts.sql",
            "0008_packages.sql",
            "0009_agent.sql",
            "0010_local.sql",
            "0011_rollouts.sql",
            "0012_observed.sql",
            "0013_security.sql",
            "0014_loops.sql",
            "0015_deployment.sql",
            "0016_install.sql",
            "0017_reasons.sql",
            "0018_adoption.sql",
            "0019_untold.sql",
            "0020_first_page.sql",
            "0021_lease.sql",
            "0022_settings.sql",
            "0023_app.sql",
            "0024_offered.sql",
            "0025_grant.sql",
            "0026_registry.sql",
            "0027_told.sql",
            "0028_logout.sql",
            "0029_drain.sql",
            "0030_config.sql",
            "0032_templates.sql",
            "0033_carried_config.sql",
            "0034_scopes.sql",
            "0035_rights.sql",
            "0036_ingest.sql",
            "0037_log_files.sql",
            "0038_log_class.sql",
            "0039_config_value_live.sql",
            "0040_overlap.sql");

    private Migrations() {}

    /** The version of this program's tables. */
    public static int newest() {
        return FILES.size();
    }

    /** The version of the tables that are there; 0 when there are none. */
    public static int version(Handle sql) {
        return version(sql, Tables.names(sql));
    }

    private static int version(Handle sql, Set<String> tables) {
        if (!tables.contains("schema_version")) return 0;
        return sql.createQuery("select coalesce(max(version), 0) from schema_version")
                .mapTo(Integer.class)
                .one();
    }

    /** Brings the tables to {@code version}, which is not below theirs. */
    public static void run(Handle sql, int version) {
        raise(sql, version(sql), version);
    }

    private static void raise(Handle sql, int from, int version) {
        if (from == 0) sql.execute("create table if not exists schema_version (version bigint not null)");
        for (int next = from + 1; next <= version; next++) apply(sql, next);
    }

    /** @param whenNew runs when there are no tables yet, before any is made; what it throws ends it */
    static void run(Handle sql, Runnable whenNew) {
        Set<String> tables = Tables.names(sql); // once: a driver takes long to tell them
        Tables.requireFinished(sql, tables);
        int from = version(sql, tables);
        if (from > FILES.size()) {
            throw new DbException(
                    "the data is of version %d, this program knows %d; start the newer program"
                            .formatted(from, FILES.size()),
                    null);
        }
        if (from == 0) whenNew.run();
        raise(sql, from, FILES.size());
    }

    private static void apply(Handle sql, int version) {
        String file = FILES.get(version - 1);
        sql.useTransaction(tx -> {
            // by the driver, whole: Jdbi would look for parameters in every statement, a third of a second at a start
            try (Statement statement = tx.getConnection().createStatement()) {
                statement.executeUpdate(text(file));
            } catch (SQLException e) {
                throw new DbException("%s: %s".formatted(file, e.getMessage()), e);
            }
            tx.execute("insert into schema_version (version) values (?)", version);
        });
    }

    private static String text(String file) {
        try (InputStream in = Migrations.class.getResourceAsStream("/migrations/" + file)) {
            if (in == null) throw new IllegalStateException("no migration " + file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
