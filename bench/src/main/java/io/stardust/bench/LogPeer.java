package io.stardust.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** ClickHouse as Debian packages it, in a folder of its own, asked over HTTP. */
final class LogPeer implements AutoCloseable {
    /** Debian's package has it in {@code sbin}, which is not on everybody's path. */
    private static final Path PROGRAM = Path.of("/usr/sbin/clickhouse-server");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final int port;

    private LogPeer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether the machine has one. */
    static boolean isThere() {
        return Files.isExecutable(PROGRAM);
    }

    static LogPeer start(Path folder) throws Exception {
        int port = free();
        for (String each : new String[] {"data", "tmp", "log", "user", "schemas"}) {
            Files.createDirectories(folder.resolve(each));
        }
        Path users = folder.resolve("users.xml");
        Files.writeString(users, """
                <yandex><profiles><default><max_memory_usage>4000000000</max_memory_usage></default></profiles>
                <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile>
                <quota>default</quota></default></users><quotas><default></default></quotas></yandex>
                """);
        Path config = folder.resolve("config.xml");
        Files.writeString(config, """
                <yandex><logger><level>warning</level><log>%1$s/log/s.log</log><errorlog>%1$s/log/e.log</errorlog></logger>
                <http_port>%2$d</http_port><tcp_port>%3$d</tcp_port><listen_host>127.0.0.1</listen_host>
                <path>%1$s/data/</path><tmp_path>%1$s/tmp/</tmp_path><user_files_path>%1$s/user/</user_files_path>
                <format_schema_path>%1$s/schemas/</format_schema_path><users_config>%1$s/users.xml</users_config>
                <default_profile>default</default_profile><default_database>default</default_database>
                <mark_cache_size>268435456</mark_cache_size><timezone>UTC</timezone></yandex>
                """.formatted(folder, port, free()));
        Process process = new ProcessBuilder(PROGRAM.toString(), "--config-file=" + config)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        var peer = new LogPeer(process, port);
        Stack.await("ClickHouse answers", Duration.ofSeconds(40), () -> peer.answers());
        peer.ask("CREATE TABLE logs (ts DateTime, app UInt32, level String, msg String) ENGINE=MergeTree"
                + " PARTITION BY toYYYYMMDD(ts) ORDER BY (app, ts)");
        return peer;
    }

    private static int free() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws Exception {
        try {
            return !ask("SELECT 1").isEmpty();
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    /** Runs {@code sql} and returns what it says. */
    String ask(String sql) throws Exception {
        return send("", sql.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds rows, TabSeparated. */
    void insert(byte[] rows) throws Exception {
        send("?query=INSERT%20INTO%20logs%20FORMAT%20TabSeparated", rows);
    }

    private String send(String query, byte[] body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + query))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException("ClickHouse: " + answer.body());
        return answer.body();
    }

    /** Of the table, when nothing is merged any more. */
    long diskBytes() throws Exception {
        ask("OPTIMIZE TABLE logs FINAL");
        return Long.parseLong(ask("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'logs'")
                .strip());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
