package io.stardust.client;

import io.stardust.client.link.Identity;
import io.stardust.client.token.ServiceToken;
import io.stardust.protocol.app.AppLoginResponse;
import io.stardust.protocol.app.AppModel;
import io.stardust.protocol.app.AppPingResponse;
import io.stardust.protocol.node.LoginResponse;
import io.stardust.protocol.node.PingResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An app's instance: how it logs in, and what it takes from the answers. */
final class AppIdentity implements Identity {
    private final StardustBuilder told;
    private final String sdk;
    private final Supplier<String> address;
    private final ServiceToken token;
    private final Meters meters;

    AppIdentity(StardustBuilder told, String sdk, Supplier<String> address, ServiceToken token) {
        this.told = told;
        this.sdk = sdk;
        this.address = address;
        this.token = token;
        this.meters = new Meters(told.app, told.release);
    }

    @Override
    public String face() {
        return "App";
    }

    @Override
    public Object login(@Nullable String code, @Nullable String proof) {
        String ip = address.get();
        String client =
                told.instance == null ? ip + "@" + ProcessHandle.current().pid() : told.instance;
        return new AppModel(
                told.app,
                told.app,
                told.app,
                proof,
                client,
                told.node,
                told.project,
                told.release,
                0,
                ip,
                null,
                null,
                told.clock.millis(),
                told.instance,
                told.run,
                told.scope,
                told.zone,
                sdk);
    }

    @Override
    public Object ping(long time, int delay) {
        return meters.sample(time, address.get());
    }

    @Override
    public Class<?> loginType() {
        return AppLoginResponse.class;
    }

    @Override
    public LoginResponse loginAnswer(Object answer) {
        var said = (AppLoginResponse) answer;
        token.set(said.serviceToken());
        return new LoginResponse(
                said.code(), said.secret(), said.name(), said.token(), said.expire(), said.time(), said.serverTime());
    }

    @Override
    public Class<?> pingType() {
        return AppPingResponse.class;
    }

    @Override
    public PingResponse pingAnswer(Object answer) {
        var said = (AppPingResponse) answer;
        token.set(said.serviceToken());
        return new PingResponse(
                said.time(), said.serverTime(), said.period(), said.token(), said.newServer(), 0, said.commands(), 0);
    }

    @Override
    public String toString() {
        return "AppIdentity[" + told.app + "]";
    }
}
