package io.stardust.protocol;

import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.jsonb.JsonType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The wrapper of every machine answer: {@code {"code":0,"data":…}} or {@code {"code":401,"message":"…"}}, both HTTP
 * 200. Thread-safe. Source: upstream's ApiFilter; an HTTP status of 400 or more means "network error" to its clients,
 * who then leave for the next server instead of logging in again.
 */
public final class Envelope {
    /** Success. Clients of the SDK kind accept nothing else. */
    public static final int OK = 0;
    /** An argument is wrong. */
    public static final int BAD_REQUEST = 400;
    /** Log in again, then repeat the call. */
    public static final int UNAUTHORIZED = 401;
    /** Known but not allowed; logging in again will not help. */
    public static final int FORBIDDEN = 403;
    /** No such thing. */
    public static final int NOT_FOUND = 404;
    /** Anything else. */
    public static final int FAILED = 500;

    private static final byte[] HEAD = "{\"code\":0,\"data\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY = "{\"code\":0,\"data\":{}}".getBytes(StandardCharsets.US_ASCII);

    private Envelope() {}

    /** Wraps {@code data}; the empty object when there is nothing to say. */
    public static byte[] ok(@Nullable Object data) {
        return data == null ? EMPTY.clone() : wrap(Json.WIRE.bytes(data));
    }

    /** Wraps bytes that are JSON already. */
    public static byte[] wrap(byte[] json) {
        var out = new ByteArrayOutputStream(HEAD.length + json.length + 1);
        out.writeBytes(HEAD);
        out.writeBytes(json);
        out.write('}');
        return out.toByteArray();
    }

    /** Returns a failure. {@code message} is read by people and programs: no secret, no stack trace. */
    public static byte[] failure(int code, String message) {
        return Json.WIRE.bytes(new Failure(code, message, null));
    }

    /**
     * Opens an answer: returns {@code data} read as {@code type}, null when {@code data} is null or absent.
     *
     * @throws Refused if the code is neither 0 nor 200
     * @throws Json.BadJson if the body is not an envelope
     */
    public static <T> @Nullable T open(byte[] body, Class<T> type) {
        return open(body, Json.WIRE.<T>type(type));
    }

    /** As {@link #open(byte[], Class)} for what a class literal cannot say, such as a list. */
    public static <T> @Nullable T open(byte[] body, JsonType<T> type) {
        int code = OK;
        String message = null;
        String data = null;
        try (JsonReader reader = Json.WIRE.reader(body)) {
            reader.beginObject();
            while (reader.hasNextField()) {
                switch (reader.nextField().toLowerCase(Locale.ROOT)) {
                    case "code" -> code = reader.readInt();
                    case "message" -> message = reader.isNullValue() ? null : reader.readString();
                    case "data" -> data = reader.readRaw();
                    default -> reader.skipValue();
                }
            }
            reader.endObject();
        } catch (JsonException | IllegalStateException e) {
            throw new Json.BadJson("an answer that is no envelope: " + e.getMessage(), e);
        }
        if (code != OK && code != 200) throw new Refused(code, String.valueOf(message));
        return data == null || data.equals("null") ? null : type.fromJson(data);
    }

    /** The server understood and said no. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int code;

        /** Carries {@code code} and the server's words. */
        public Refused(int code, String message) {
            super(message);
            this.code = code;
        }

        /** One of the constants of {@link Envelope}. */
        public int code() {
            return code;
        }
    }

    @io.avaje.jsonb.Json(caseInsensitiveKeys = true)
    record Failure(int code, String message, @Nullable String traceId) {}
}
