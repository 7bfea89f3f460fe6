package io.stardust.agent.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stardust.agent.install.fetch.PackageSource;
import io.stardust.agent.install.fetch.PackageSource.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A file server on a free port that can be told to break off, and the source that asks it. */
public final class PackageServer implements AutoCloseable, PackageSource {
    public final Map<String, byte[]> files = new ConcurrentHashMap<>();
    /** The offsets that were asked for, in order. */
    public final List<Long> asked = new CopyOnWriteArrayList<>();
    /** Breaks off each answer after so many bytes. */
    public volatile int breakAfter = Integer.MAX_VALUE;
    /** How many answers break off; the next ones are whole. */
    public final AtomicInteger breaks = new AtomicInteger();

    /** What {@link #parts} cuts from, by release. */
    public final Map<Long, byte[]> releases = new ConcurrentHashMap<>();
    /** The bytes that went out as parts. */
    public final AtomicInteger parted = new AtomicInteger();
    /** As {@link #breakAfter} and {@link #breaks}, of parts. */
    public volatile int breakPartsAfter = Integer.MAX_VALUE;

    public final AtomicInteger partBreaks = new AtomicInteger();

    public volatile boolean knowsRanges = true;
    public volatile boolean tellsLength = true;

    private final HttpServer server;

    public PackageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = files.get(exchange.getRequestURI().getPath());
            if (bytes == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            asked.add((long) from);
            if (!knowsRanges) from = 0;
            if (from > 0 && from >= bytes.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            int length = bytes.length - from;
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, tellsLength ? length : 0);
            OutputStream out = exchange.getResponseBody();
            boolean breaking = length > breakAfter && breaks.getAndDecrement() > 0;
            out.write(bytes, from, breaking ? breakAfter : length);
            out.flush();
            if (!breaking) out.close(); // else the connection is cut by closing the exchange
        }
    }

    @Override
    public Body open(String url, long from) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + url);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout(20_000);
        if (from > 0) connection.setRequestProperty("Range", "bytes=" + from + "-");
        int status = connection.getResponseCode();
        if (status == 404) throw new FileNotFoundException(url);
        if (status >= 400) throw new IOException("status " + status);
        boolean resumed = status == 206;
        long length = connection.getContentLengthLong();
        return new Body(connection.getInputStream(), length < 0 ? -1 : length + (resumed ? from : 0), resumed);
    }

    @Override
    public Body parts(long release, List<Long> ranges) throws IOException {
        byte[] bytes = releases.get(release);
        if (bytes == null) throw new FileNotFoundException("no parts of " + release);
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < ranges.size(); i += 2) {
            out.write(bytes, Math.toIntExact(ranges.get(i)), Math.toIntExact(ranges.get(i + 1)));
        }
        byte[] parts = out.toByteArray();
        boolean breaking = parts.length > breakPartsAfter && partBreaks.getAndDecrement() > 0;
        int length = breaking ? breakPartsAfter : parts.length;
        parted.addAndGet(length);
        return new Body(new ByteArrayInputStream(parts, 0, length), parts.length, true);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
