package io.stardust.bench;

import io.stardust.api.app.AppView;
import io.stardust.api.app.MadeAppKey;
import io.stardust.api.app.NewApp;
import io.stardust.api.app.NewAppKey;
import io.stardust.protocol.app.AppLoginResponse;
import io.stardust.protocol.app.AppModel;
import io.stardust.protocol.registry.PublishServiceInfo;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An app with many instances, as the server sees them. Immutable. */
record BenchApps(String name, String secret) {
    /** Makes the app and a key of it. */
    static BenchApps make(Stack stack, String name) throws Exception {
        long app = stack.post("/apps", NewApp.named(name), AppView.class).id();
        return new BenchApps(
                name,
                stack.post("/apps/" + app + "/keys", new NewAppKey("bench", null, null, null), MadeAppKey.class)
                        .secret());
    }

    /** Logs an instance in; {@code sdk} null for one that is none of ours. Returns its token. */
    String login(WireClient client, String instance, @Nullable String sdk) throws IOException {
        var login = new AppModel(
                name,
                name,
                name,
                secret,
                instance,
                null,
                null,
                "1.0",
                0,
                "127.0.0.1",
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                sdk);
        AppLoginResponse answer = client.post("/App/Login", null, login, AppLoginResponse.class);
        return Objects.requireNonNull(Objects.requireNonNull(answer).token(), "no token");
    }

    /** What an instance says when it offers {@code service} at {@code port}. */
    static PublishServiceInfo offer(String service, int port) {
        return new PublishServiceInfo(
                service,
                null,
                "127.0.0.1",
                "1.0",
                "http://127.0.0.1:" + port,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    public String toString() {
        return "BenchApps[" + name + "]";
    }
}
