package io.stardust.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.stardust.protocol.Json;
import io.stardust.server.db.Between;
import io.stardust.server.db.Keyset;
import io.stardust.server.db.Sorting;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.TooLarge;
import io.stardust.server.http.ApiException.Unauthenticated;
import io.stardust.server.http.ApiException.Unconditional;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request of the people face, read with bounds. Lives for one handler call on one thread. */
public final class Call {
    /** The largest JSON body; files come as streams. */
    static final int MAX_BODY = 1 << 20;

    /** The largest of somebody who is not signed in. */
    private static final int MAX_OF_STRANGERS = 16 << 10;

    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    private final ServerRequest request;
    private final @Nullable Caller caller;
    private final Supplier<@Nullable Caller> again;

    /** @param again tells anew who sends this request */
    Call(ServerRequest request, @Nullable Caller caller, Supplier<@Nullable Caller> again) {
        this.request = request;
        this.caller = caller;
        this.again = again;
    }

    /**
     * Who asks.
     *
     * @throws Unauthenticated on a route that demands {@link Need#NOTHING} and was called by nobody
     */
    public Caller caller() {
        if (caller == null) throw new Unauthenticated("nobody is signed in");
        return caller;
    }

    /**
     * Who asks, looked up anew; for answers that last.
     *
     * @throws Unauthenticated when that has ended meanwhile
     */
    public Caller callerNow() {
        @Nullable Caller now = again.get();
        if (now == null) throw new Unauthenticated("nobody is signed in");
        return now;
    }

    /** The projects whose rows the caller may see; for every query. */
    public Visible visible() {
        return caller().visible();
    }

    /** A cookie that the request brought; null when none. */
    public @Nullable String cookie(String name) {
        return Api.cookie(request, name);
    }

    /** A header; empty when it is absent or blank. */
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name)).filter(value -> !value.isBlank());
    }

    /** The address the request came from. */
    public String address() {
        return Origin.address(request);
    }

    /**
     * Where the client reached us, {@code http://host:port}; empty when it did not say so in a form that is safe to
     * repeat.
     */
    public Optional<String> origin() {
        return Origin.of(request);
    }

    /** The number in the path's {@code {name}}. */
    public long id(String name) {
        String text = request.path().pathParameters().get(name);
        try {
            long id = Long.parseLong(text);
            if (id > 0) return id;
        } catch (NumberFormatException _) {
            // told below
        }
        throw new Invalid(name, Check.shortened(text), "a number above 0");
    }

    /** The text in the path's {@code {name}}. */
    public String text(String name) {
        return request.path().pathParameters().get(name);
    }

    /** The id of the last event a broken stream had told, for the stream that follows it; empty on a first one. */
    public Optional<Long> lastEventId() {
        return request.headers().first(LAST_EVENT_ID).flatMap(text -> {
            try {
                return Optional.of(Long.parseLong(text));
            } catch (NumberFormatException _) {
                return Optional.empty(); // not one of ours: as on a first one
            }
        });
    }

    /** A query parameter; blank counts as absent. */
    public Optional<String> query(String name) {
        return request.query().first(name).asOptional().filter(value -> !value.isBlank());
    }

    /** A query parameter that may be given several times; blank ones count as absent. */
    public List<String> queryAll(String name) {
        return request.query().contains(name)
                ? request.query().all(name).stream()
                        .filter(value -> !value.isBlank())
                        .toList()
                : List.of();
    }

    /** A number among the query parameters. */
    public int queryInt(String name, int absent, int min, int max) {
        Optional<String> text = query(name);
        if (text.isEmpty()) return absent;
        try {
            int value = Integer.parseInt(text.get());
            if (value >= min && value <= max) return value;
        } catch (NumberFormatException _) {
            // told below
        }
        throw new Invalid(name, Check.shortened(text.get()), min + "–" + max);
    }

    /** An id among the query parameters; empty when absent. */
    public Optional<Long> queryId(String name) {
        return query(name).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException _) {
                throw new Invalid(name, Check.shortened(text), "a number");
            }
        });
    }

    /** The time from {@code from} until just before {@code to}, epoch ms; without a bound where one is absent. */
    public Between between() {
        var asked = new Between(queryId("from").orElse(0L), queryId("to").orElse(Between.ALWAYS.to()));
        if (asked.from() >= asked.to()) throw new Invalid("from", asked.from(), "before to, %d".formatted(asked.to()));
        return asked;
    }

    /** How many rows a page may have: {@code limit}, 1–500, 50 when absent. */
    public int limit() {
        return queryInt("limit", 50, 1, 500);
    }

    /**
     * Where a page goes on: the {@code next} of the page before, as the id after which to read; 0 for the first page.
     */
    public long cursor() {
        return queryId("cursor").orElse(0L);
    }

    /** The order of a list: {@code sort=word}, or {@code -word} for the reverse; by id when absent. */
    public Keyset order(Sorting sorting) {
        String asked = query("sort").orElse("");
        if (asked.isEmpty()) return sorting.unsorted();
        boolean descending = asked.startsWith("-");
        String word = descending ? asked.substring(1) : asked;
        if (!sorting.words().contains(word)) {
            throw new Invalid(
                    "sort", Check.shortened(asked), String.join(", ", sorting.words()) + ", or - and one of them");
        }
        return sorting.by(word, descending);
    }

    /** The JSON body, strictly read: an unknown field is an error. */
    public <T> T body(Class<T> type) {
        return body(type, MAX_BODY);
    }

    /** The same, of {@code most} bytes where the usual bound is too small. */
    public <T> T body(Class<T> type, int most) {
        try {
            byte[] json = bytes(most);
            JsonText.check(json);
            return Json.PEOPLE.read(json, type);
        } catch (NullPointerException | IllegalArgumentException | ClassCastException _) {
            throw new Invalid("body: a value is null or of another kind (expected: see the API's document)");
        } catch (Json.BadJson e) {
            throw new Invalid("body: " + e.getMessage());
        }
    }

    private byte[] bytes(int most) {
        int max = caller == null ? MAX_OF_STRANGERS : most;
        if (length() > max) throw new TooLarge("body", length(), max);
        Connection.current().ifPresent(Connection::readsBody);
        try (InputStream in = new BodyStream(request.content().inputStream())) {
            return Entrance.share().read(in, length(), caller == null, max, false);
        } catch (IOException e) {
            throw new Invalid("body: " + e.getMessage());
        }
    }

    /** The body as it comes, for files; an {@link IOException} when the sender goes away. */
    public InputStream stream() {
        Connection.current().ifPresent(Connection::readsFile);
        return new BodyStream(request.content().inputStream());
    }

    /** The announced size of the body in bytes, -1 when none was. */
    public long length() {
        return request.headers().contentLength().orElse(-1);
    }

    /**
     * The revision that an edit was made from, by its {@code If-Match}; -1 for {@code *}, which overwrites.
     *
     * @throws Unconditional if the header is missing
     */
    public long ifMatch() {
        String tag = request.headers().first(HeaderNames.IF_MATCH).orElseThrow(Unconditional::new);
        if (tag.equals("*")) return -1;
        try {
            return Long.parseLong(tag.replace("W/", "").replace("\"", ""));
        } catch (NumberFormatException _) {
            throw new Invalid("If-Match", Check.shortened(tag), "the ETag of an earlier answer");
        }
    }
}
