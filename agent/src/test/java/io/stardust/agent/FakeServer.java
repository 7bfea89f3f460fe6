package io.stardust.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.DeployReport;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.protocol.deploy.OutputHead;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import io.stardust.protocol.node.EventModel;
import io.stardust.protocol.node.LoginInfo;
import io.stardust.protocol.node.LoginResponse;
import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.node.PingResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** As much of a server as an agent needs, without push: heartbeats each second carry the commands. */
final class FakeServer implements AutoCloseable {
    final List<LoginInfo> logins = new CopyOnWriteArrayList<>();
    final List<PingInfo> pings = new CopyOnWriteArrayList<>();
    final List<StepReport> steps = new CopyOnWriteArrayList<>();
    final List<EventModel> events = new CopyOnWriteArrayList<>();
    final List<List<LocalService>> uploads = new CopyOnWriteArrayList<>();
    final Map<Long, PlacementReport> placements = new ConcurrentHashMap<>();
    final Map<Long, CommandReplyModel> replies = new ConcurrentHashMap<>();
    final List<Output> outputs = new CopyOnWriteArrayList<>();
    volatile boolean cutsOutput; // takes it and breaks the connection
    volatile List<DeployInfo> desired = List.of();
    volatile List<CommandModel> commands = List.of();
    volatile byte[] zip = new byte[0];

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;

    FakeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** What came to {@code /Deploy/Output}. */
    record Output(OutputHead head, String text) {}

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            byte[] answer = path.equals("/Node/Login")
                            || "Bearer t1".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    ? answer(path, body)
                    : Envelope.failure(401, "log in");
            if (path.equals("/Deploy/Output")) {
                String head = exchange.getRequestHeaders().getFirst(OutputHead.HEADER);
                byte[] text = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
                outputs.add(
                        new Output(Json.WIRE.read(head, OutputHead.class), new String(text, StandardCharsets.UTF_8)));
                if (cutsOutput) return;
            }
            String type = path.equals("/Cube/File") ? "application/octet-stream" : "application/json";
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(
                    path.equals("/Node/Notify") ? 404 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private byte[] answer(String path, byte[] body) {
        long now = System.currentTimeMillis();
        return switch (path) {
            case "/Node/Login" -> {
                logins.add(Json.WIRE.read(body, LoginInfo.class));
                yield Envelope.ok(new LoginResponse("C1", "S1", "n", "t1", 7200, 0, now));
            }
            case "/Node/Ping" -> {
                pings.add(Json.WIRE.read(body, PingInfo.class));
                long revision =
                        desired.stream().mapToLong(DeployInfo::revision).max().orElse(0);
                yield Envelope.ok(new PingResponse(0, now, 1, null, null, 0, commands, revision));
            }
            case "/Deploy/GetAll" -> Envelope.wrap(Json.WIRE.listBytes(desired, DeployInfo.class));
            case "/Deploy/Report" -> {
                DeployReport report = Json.WIRE.read(body, DeployReport.class);
                steps.addAll(Objects.requireNonNull(report.steps()));
                Objects.requireNonNull(report.placements()).forEach(each -> placements.put(each.id(), each));
                yield Envelope.ok(null);
            }
            case "/Deploy/Upload" -> {
                uploads.add(Json.WIRE.readList(body, LocalService.class));
                yield Envelope.wrap("1".getBytes(StandardCharsets.US_ASCII));
            }
            case "/Node/PostEvents" -> {
                events.addAll(Json.WIRE.readList(body, EventModel.class));
                yield Envelope.wrap("1".getBytes(StandardCharsets.US_ASCII));
            }
            case "/Node/CommandReply" -> {
                CommandReplyModel reply = Json.WIRE.read(body, CommandReplyModel.class);
                replies.put(reply.id(), reply);
                yield Envelope.wrap("1".getBytes(StandardCharsets.US_ASCII));
            }
            case "/Cube/File" -> zip;
            default -> Envelope.ok(null);
        };
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
