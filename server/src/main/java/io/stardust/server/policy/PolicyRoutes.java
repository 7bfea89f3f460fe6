package io.stardust.server.policy;

import io.stardust.api.policy.AgentSettings;
import io.stardust.api.policy.CommandPolicy;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;

/** Policies on the people face, of the platform, a project or a node. */
public final class PolicyRoutes {
    private final Policies policies;

    public PolicyRoutes(Policies policies) {
        this.policies = policies;
    }

    /** Adds the routes. */
    public void register(Api api) {
        register(api, "", Need.PLATFORM, _ -> Scope.PLATFORM);
        register(api, "/projects/{id}", Need.ADMIN, call -> Scope.project(call.id("id")));
        register(api, "/nodes/{id}", Need.ADMIN, call -> Scope.node(call.id("id")));
    }

    private interface Of {
        Scope of(Call call);
    }

    private void register(Api api, String path, Need need, Of scope) {
        api.get(path + "/command-policy", Need.VIEWER, call -> commands(call, scope.of(call)))
                .put(path + "/command-policy", need, call -> {
                    policies.put(call.caller(), scope.of(call), call.body(CommandPolicy.class));
                    return commands(call, scope.of(call));
                })
                .get(path + "/agent-settings", Need.VIEWER, call -> settings(call, scope.of(call)))
                .put(path + "/agent-settings", need, call -> {
                    policies.put(call.caller(), scope.of(call), call.body(AgentSettings.class));
                    return settings(call, scope.of(call));
                });
    }

    private Answer commands(Call call, Scope scope) {
        return Answer.of(policies.commands(call.visible(), scope));
    }

    private Answer settings(Call call, Scope scope) {
        return Answer.of(policies.settings(call.visible(), scope));
    }
}
