package io.stardust.server.node;

import io.stardust.protocol.SecretProof;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent reduced to its calls. */
public final class TestNode {
    private final ServerUnderTest server;
    private final String machine;
    public @Nullable String code;
    public @Nullable String secret;
    public @Nullable String token;
    public String version = "4.0.0";
    public String ip = "10.0.0.9";
    public int pid = 4321;
    /** Added to what the machine says of its hardware. */
    public Map<String, Object> hardware = Map.of();

    public @Nullable String osName;
    public @Nullable String architecture;

    public TestNode(ServerUnderTest server, String machine) {
        this.server = server;
        this.machine = machine;
    }

    /** One that was let in by an enrolment token of the default project. */
    public static TestNode enrolled(ServerUnderTest server, String machine) {
        return enrolled(server, machine, 1, "4.0.0");
    }

    public static TestNode enrolled(ServerUnderTest server, String machine, long project, String version) {
        var node = new TestNode(server, machine);
        node.version = version;
        node.login(server.enrolToken(project));
        return node;
    }

    public Reply login(@Nullable String enrolToken) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("Version", version);
        info.put("Compile", "2026-01-02T03:04:05");
        info.put("MachineName", machine);
        if (osName != null) info.put("OSName", osName);
        if (architecture != null) info.put("Architecture", architecture);
        info.put("UUID", "uuid-" + machine);
        info.put("Macs", "02-00-" + machine);
        info.put("IP", ip);
        info.putAll(hardware);
        Map<String, Object> login = new LinkedHashMap<>();
        if (code != null) login.put("Code", code);
        if (secret != null) login.put("Secret", SecretProof.of(secret, server.clock.instant()));
        if (enrolToken != null) login.put("EnrolToken", enrolToken);
        login.put("ProductCode", "StarAgent");
        login.put("ClientId", ip + "@" + pid);
        login.put("Time", 1234);
        login.put("Node", info);
        Reply reply = server.link("/Node/Login", login, null);
        if (reply.code() == 0) {
            if (reply.at("data.Code") != null) code = reply.text("data.Code");
            if (reply.at("data.Secret") != null) secret = reply.text("data.Secret");
            token = (String) reply.at("data.Token");
        }
        return reply;
    }

    public Reply ping() {
        return server.link("/Node/Ping", Map.of("CpuRate", 0.25, "Memory", 1024, "Time", 77), token);
    }

    /** The node's id on the people face. */
    public long id() {
        return server.api("GET", "/nodes?q=" + code, null).number("items.0.id");
    }

    public Reply view() {
        return server.api("GET", "/nodes/" + id(), null);
    }
}
