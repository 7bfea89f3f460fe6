package io.stardust.server.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of policies. Stateless; runs on the handle it is given. */
final class PolicyStore {
    Map<Scope, Policy> all(Handle sql) {
        Map<Scope, Policy> found = new HashMap<>();
        String select = "select scope, subject_id, shell, commands, new_server, sync_seconds from node_policy";
        sql.createQuery(select)
                .map((row, _) -> {
                    boolean shell = row.getBoolean("shell");
                    @Nullable Boolean saidShell = row.wasNull() ? null : shell;
                    @Nullable String commands = row.getString("commands");
                    int seconds = row.getInt("sync_seconds");
                    @Nullable Integer saidSeconds = row.wasNull() ? null : seconds;
                    var scope = new Scope(
                            Scope.Kind.valueOf(row.getString("scope").toUpperCase(Locale.ROOT)),
                            row.getLong("subject_id"));
                    return Map.entry(
                            scope,
                            new Policy(
                                    saidShell,
                                    commands == null ? null : list(commands),
                                    row.getString("new_server"),
                                    saidSeconds));
                })
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private static List<String> list(String lines) {
        return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
    }

    void put(Handle sql, Scope scope, Policy policy, long now) {
        delete(sql, scope);
        if (policy.equals(Policy.SILENT)) return;
        String insert = """
                insert into node_policy (scope, subject_id, shell, commands, new_server, sync_seconds, updated_at)
                values (:scope, :subject, :shell, :commands, :server, :seconds, :now)
                """;
        @Nullable List<String> commands = policy.commands();
        sql.createUpdate(insert)
                .bind("scope", scope.kind().word())
                .bind("subject", scope.subject())
                .bind("shell", policy.shell())
                .bind("commands", commands == null ? null : String.join("\n", commands))
                .bind("server", policy.newServer())
                .bind("seconds", policy.syncSeconds())
                .bind("now", now)
                .execute();
    }

    void delete(Handle sql, Scope scope) {
        sql.createUpdate("delete from node_policy where scope = :scope and subject_id = :subject")
                .bind("scope", scope.kind().word())
                .bind("subject", scope.subject())
                .execute();
    }

    boolean projectExists(Handle sql, long id) {
        return sql.createQuery("select 1 from project where id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
