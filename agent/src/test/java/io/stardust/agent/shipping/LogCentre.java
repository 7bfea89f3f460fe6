package io.stardust.agent.shipping;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.OutputHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A log centre that keeps its part of the contract: what it took before it takes again and stores once. */
final class LogCentre implements Shipper.Door {
    /** Each try, answered or not. */
    final List<Request> requests = new CopyOnWriteArrayList<>();

    volatile boolean away; // nothing arrives
    volatile boolean deaf; // all arrives, no answer comes back
    volatile Answer answer = new Answer(0, false, "", Duration.ZERO);
    volatile long refused; // this placement alone hears the answer; 0 = all do

    private final Map<String, List<Request>> taken = new HashMap<>(); // by stream

    record Request(OutputHead head, String body) {
        long end() {
            return head.from() + body.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    @Override
    public synchronized Answer output(String line, byte[] bytes, int length) throws IOException {
        OutputHead head = Json.WIRE.read(line, OutputHead.class);
        byte[] body = Arrays.copyOf(bytes, length);
        var request = new Request(head, new String(body, StandardCharsets.UTF_8));
        requests.add(request);
        if (away) throw new IOException("connection refused");
        boolean concerned = refused == 0 || refused == head.placement();
        if (concerned && answer.code() != 0) return answer;
        store(request);
        if (deaf) throw new IOException("connection reset");
        return new Answer(0, false, "", Duration.ZERO);
    }

    private void store(Request request) {
        List<Request> before = taken.computeIfAbsent(String.valueOf(request.head.stream()), _ -> new ArrayList<>());
        for (Request each : before) {
            if (each.head.from() != request.head.from()) continue;
            if (!each.body.equals(request.body)) throw new AssertionError("another range from the same place");
            return;
        }
        if (!before.isEmpty() && request.head.from() != before.getLast().end() + request.head.lost()) {
            throw new AssertionError(
                    "from " + request.head.from() + " after " + before.getLast().end());
        }
        before.add(request);
    }

    /** All that it stored of a placement, in order. */
    synchronized String stored(long placement) {
        StringBuilder all = new StringBuilder();
        for (Request each : ranges(placement)) all.append(each.body);
        return all.toString();
    }

    /** All that it stored of a file of a placement, in order; of what is printed when there is none. */
    synchronized String stored(long placement, @Nullable String file) {
        StringBuilder all = new StringBuilder();
        for (Request each : ranges(placement)) if (Objects.equals(each.head.file(), file)) all.append(each.body);
        return all.toString();
    }

    /** Each range that it stored of a placement, once. */
    synchronized List<Request> ranges(long placement) {
        List<Request> all = new ArrayList<>();
        for (Request each : requests) {
            List<Request> stored = taken.getOrDefault(String.valueOf(each.head.stream()), List.of());
            if (each.head.placement() == placement && stored.contains(each) && !all.contains(each)) all.add(each);
        }
        return all;
    }
}
