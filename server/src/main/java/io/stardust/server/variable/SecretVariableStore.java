package io.stardust.server.variable;

import io.stardust.server.access.secret.SealedValues;
import io.stardust.server.variable.Variables.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The secret variables of deployments and placements. Stateless. */
public final class SecretVariableStore implements SealedValues {
    private static final List<String> TABLES = List.of("deployment", "placement");

    @Override
    public long count(Handle sql) {
        long count = 0;
        for (String table : TABLES) {
            count += kept(sql, table).values().stream()
                    .mapToLong(SecretVariableStore::secrets)
                    .sum();
        }
        return count;
    }

    @Override
    public int reseal(Handle sql, UnaryOperator<String> again) {
        int count = 0;
        for (String table : TABLES) {
            for (Map.Entry<Long, Variables> row : kept(sql, table).entrySet()) {
                List<Variable> before = row.getValue().variables();
                int secret = (int) secrets(row.getValue());
                if (secret == 0) continue;
                var after = new Variables(
                        before.stream().map(one -> resealed(one, again)).toList());
                sql.createUpdate("update " + table + " set environments = :kept where id = :id")
                        .bind("kept", after.kept())
                        .bind("id", row.getKey())
                        .execute();
                count += secret;
            }
        }
        return count;
    }

    private static Map<Long, Variables> kept(Handle sql, String table) {
        Map<Long, Variables> kept = new HashMap<>();
        sql.createQuery("select id, environments from " + table + " where environments is not null")
                .map((row, _) -> kept.put(row.getLong("id"), Variables.of(row.getString("environments"))))
                .list();
        return kept;
    }

    private static long secrets(Variables kept) {
        return kept.variables().stream().filter(Variable::secret).count();
    }

    private static Variable resealed(Variable one, UnaryOperator<String> again) {
        @Nullable String sealed = one.sealed();
        return sealed == null ? one : new Variable(one.name(), null, again.apply(sealed));
    }
}
