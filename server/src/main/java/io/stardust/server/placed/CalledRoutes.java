package io.stardust.server.placed;

import io.stardust.api.registry.CalledList;
import io.stardust.server.db.Database;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import io.stardust.server.registry.Canaries.Member;
import io.stardust.server.registry.RegistryFeature;
import java.util.List;

/** How the processes of a deployment are called by others, now. */
public final class CalledRoutes {
    private final Database db;
    private final RegistryFeature registry;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ProcessStore processes = new ProcessStore();

    public CalledRoutes(Database db, RegistryFeature registry) {
        this.db = db;
        this.registry = registry;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/deployments/{id}/traffic", Need.VIEWER, this::traffic);
    }

    private Answer traffic(Call call) {
        long id = call.id("id");
        List<Member> of = db.read(sql -> {
            deployments.require(sql, call.visible(), id);
            return processes.ofDeployment(sql, id);
        });
        return Answer.of(new CalledList(registry.called(call.visible(), of)));
    }
}
