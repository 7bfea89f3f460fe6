package io.stardust.server.config.scope;

import io.stardust.api.config.ConfigRule;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.change.Change;
import io.stardust.server.config.effective.Item;
import io.stardust.server.db.Database;
import io.stardust.server.http.AddressList;
import io.stardust.server.http.Check;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.Instances;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which scope an instance gets values of: the one that it asks for, as far as its key allows; of one whose key
 * says nothing, as of an app that introduced itself, the rules of its project. Thread-safe.
 */
public final class Scopes implements Change.Listener {
    private final Instances instances;
    private final NodeLabels labels;
    private final Lookup<List<Compiled>> rules;

    public Scopes(Database db, Instances instances, NodeLabels labels) {
        this.instances = instances;
        this.labels = labels;
        ScopeRuleStore store = new ScopeRuleStore();
        this.rules = new Lookup<>(project -> db.read(sql -> store.of(sql, project)).stream()
                .map(Compiled::of)
                .toList());
    }

    /** @param rule which gave it; null: none did */
    public record Given(String scope, @Nullable ConfigRule rule) {}

    private record Compiled(ConfigRule rule, AddressList ip, AddressList localIp) {
        static Compiled of(ConfigRule rule) {
            return new Compiled(
                    rule,
                    AddressList.of(AddressList.text("ip", rule.ip())),
                    AddressList.of(AddressList.text("localIp", rule.localIp())));
        }

        boolean fits(String address, @Nullable String local, Map<String, String> labels) {
            return (ip.isEmpty() || ip.matches(address))
                    && (localIp.isEmpty() || (local != null && matches(local)))
                    && labels.entrySet().containsAll(rule.labels().entrySet());
        }

        private boolean matches(String local) {
            for (String each : local.split(",")) if (localIp.matches(each.strip())) return true;
            return false;
        }
    }

    /**
     * The scope of {@code who}, which asks for {@code wanted} from {@code address}.
     *
     * @param keyId the key that it has shown; 0: none
     * @param wanted in lower case; empty: none
     * @throws Refused 403 when its key is for others
     */
    public Given of(Instance who, long keyId, String wanted, String address) {
        @Nullable List<String> allowed = instances.scopes(who.appId(), keyId);
        if (allowed == null) return new Given(wanted, null);
        if (allowed.isEmpty()) return byRules(who, address);
        if (wanted.isEmpty()) return new Given(allowed.getFirst(), null);
        if (allowed.contains(wanted)) return new Given(wanted, null);
        throw new Refused(
                Envelope.FORBIDDEN,
                "Scope: %s (expected: %s, for which the key of app %s is)"
                        .formatted(Check.shown(wanted), String.join(", ", allowed), who.app()));
    }

    /** What {@code who} would be answered that says what it said at its login. */
    public Given expected(Instance who) {
        String said = Item.scope(who.scope());
        try {
            return of(who, instances.key(who), said, who.address());
        } catch (Refused _) {
            return new Given(said, null); // it will be told when it asks
        }
    }

    /** The scope that rules give to {@code who}; null when its key says it. */
    public @Nullable String ruled(Instance who) {
        @Nullable List<String> allowed = instances.scopes(who.appId(), instances.key(who));
        if (allowed == null || !allowed.isEmpty()) return null;
        return byRules(who, who.address()).scope();
    }

    /** What the rules give to {@code who}; no scope when none fits. */
    public Given byRules(Instance who, String address) {
        List<Compiled> all = rules.get(who.projectId());
        if (all.isEmpty()) return new Given("", null);
        Map<String, String> of = labels.of(who);
        return all.stream()
                .filter(each -> each.fits(address, who.ip(), of))
                .findFirst()
                .map(each -> new Given(each.rule().scope(), each.rule()))
                .orElse(new Given("", null));
    }

    @Override
    public void changed(Change change) {
        if (change.subjectKind().equals("configRule")) rules.changed();
    }
}
