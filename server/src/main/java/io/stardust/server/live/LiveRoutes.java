package io.stardust.server.live;

import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Unauthenticated;
import io.stardust.server.http.Call;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Need;
import io.stardust.server.live.Live.Missed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stream of events, {@code text/event-stream} as browsers read it (WHATWG HTML, 9.2). */
public final class LiveRoutes {
    private final Live live;
    private final Duration pingPeriod;

    /** @param pingPeriod after so long without an event a ping is sent, and who listens is looked up anew */
    public LiveRoutes(Live live, Duration pingPeriod) {
        this.live = live;
        this.pingPeriod = pingPeriod;
    }

    /** Adds the route. */
    public void register(Api api) {
        api.get("/events", Need.VIEWER, this::events);
    }

    private Answer events(Call call) {
        Feed feed = live.open(call.caller()); // opened before what was missed is read, so that nothing falls between
        return Answer.events(out -> {
            try {
                tell(call, feed, out);
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException("the stream was cut").initCause(e);
            } finally {
                live.close(feed);
            }
        });
    }

    private void tell(Call call, Feed feed, OutputStream out) throws IOException, InterruptedException {
        write(out, "retry: 2000\nevent: ping\ndata: {}\n\n");
        long told = replay(call, out);
        long looked = System.nanoTime();
        while (!feed.isCut()) {
            long left = pingPeriod.toNanos() - (System.nanoTime() - looked);
            @Nullable Event event = feed.next(Duration.ofNanos(Math.max(0, left)));
            if (feed.isDoubted() && !stillThere(call, feed)) return;
            boolean fresh = event != null && (event.id() == 0 || event.id() > told);
            if (event != null && fresh && feed.shows(event)) write(out, event.text());
            if (System.nanoTime() - looked < pingPeriod.toNanos()) continue;
            looked = System.nanoTime();
            if (!stillThere(call, feed)) return;
            write(out, "event: ping\ndata: {}\n\n");
        }
    }

    /** Tells what was missed since the stream before; returns the id of the last change told. */
    private long replay(Call call, OutputStream out) throws IOException {
        Optional<Long> last = call.lastEventId();
        if (last.isEmpty()) return 0;
        Missed missed = live.missed(call.visible(), last.get());
        if (missed.tooMany()) write(out, "event: reset\ndata: {}\n\n");
        long told = last.get();
        for (Event event : missed.events()) {
            write(out, event.text());
            told = event.id();
        }
        return told;
    }

    /** False when the session or token has ended; otherwise shows from now on what may be seen now. */
    private static boolean stillThere(Call call, Feed feed) {
        feed.trust();
        try {
            Caller now = call.callerNow();
            feed.show(now.visible());
            return true;
        } catch (Unauthenticated _) {
            return false;
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
