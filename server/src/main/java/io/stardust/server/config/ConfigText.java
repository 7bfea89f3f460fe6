package io.stardust.server.config;

import io.stardust.protocol.Json;
import io.stardust.server.http.LinkApi;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers of {@code /Config/GetAll}, a {@link io.stardust.protocol.config.ConfigInfo} in its envelope, around values
 * that are JSON already: they are encoded once for all who ask.
 */
final class ConfigText {
    private static final DateTimeFormatter PLANNED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private ConfigText() {}

    /** To an app without a sheet; {@code has}: it knows that there is nothing. */
    static LinkApi.Encoded none(String scope, String from, boolean has) {
        return of(1, scope, from, "", 0, has ? null : new byte[] {'{', '}'});
    }

    /** {@code values}: null when the client has them. */
    static LinkApi.Encoded of(long version, String scope, String from, Sheets.Held held, byte @Nullable [] values) {
        @Nullable Long planned = held.planned();
        String when = planned == null ? "" : PLANNED.format(Instant.ofEpochMilli(planned));
        return of(version, scope, from, when, held.updatedAt(), values);
    }

    private static LinkApi.Encoded of(
            long version, String scope, String from, String planned, long updated, byte @Nullable [] values) {
        String head = "{\"code\":0,\"data\":{\"Version\":" + version + ",\"Scope\":" + json(scope) + ",\"SourceIP\":"
                + json(from) + ",\"NextVersion\":" + (version + 1) + ",\"NextPublish\":\"" + planned
                + "\",\"UpdateTime\":" + updated;
        byte[] begin = (values == null ? head + "}}" : head + ",\"Configs\":").getBytes(StandardCharsets.UTF_8);
        if (values == null) return new LinkApi.Encoded(begin);
        byte[] all = new byte[begin.length + values.length + 2];
        System.arraycopy(begin, 0, all, 0, begin.length);
        System.arraycopy(values, 0, all, begin.length, values.length);
        all[all.length - 2] = '}';
        all[all.length - 1] = '}';
        return new LinkApi.Encoded(all);
    }

    private static String json(String text) {
        return new String(Json.WIRE.bytes(text), StandardCharsets.UTF_8);
    }
}
