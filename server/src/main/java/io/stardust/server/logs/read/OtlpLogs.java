package io.stardust.server.logs.read;

import io.stardust.telemetry.log.LogRecord;
import java.util.List;
import java.util.Set;

/**
 * Makes records of OpenTelemetry's logs ({@code ExportLogsServiceRequest}) as OTLP/HTTP carries them, in protobuf [1]
 * or JSON [2]. Thread-safe and immutable. Unknown fields are skipped, so newer senders are understood.
 *
 * <p>The body is the message; one that is no text becomes compact JSON. Of the resource's attributes
 * {@code service.instance.id}, {@code service.version} and {@code host.name} say instance, release and node, which else
 * are those of the {@link Origin}; nothing that a sender names is created. {@code thread.name} is the thread, the scope
 * or {@code code.namespace} the logger; {@code exception.stacktrace} goes behind the message. All else is an attribute.
 *
 * <p>[1] github.com/open-telemetry/opentelemetry-proto, logs/v1/logs.proto. [2] opentelemetry.io/docs/specs/otlp, "JSON
 * Protobuf Encoding": ids in hex, 64-bit numbers as text or number, enumerations as numbers.
 */
public final class OtlpLogs {
    /** The most records of a body; those behind are not read. */
    public static final int MOST_RECORDS = 100_000;

    static final int MAX_DEPTH = 32; // of values within values

    private final Set<String> kept;

    /** @param kept names of other attributes of the resource that each of its records is to have */
    public OtlpLogs(Set<String> kept) {
        this.kept = Set.copyOf(kept);
    }

    /**
     * What was read.
     *
     * @param unread how many records could not be read, and were left out
     * @param fault why the first of those could not be, in words for the sender; empty when there is none
     */
    public record Read(List<LogRecord> records, long unread, String fault) {
        public Read {
            records = List.copyOf(records);
        }
    }

    /**
     * Reads {@code application/x-protobuf}.
     *
     * @throws BadLogs when it is none
     */
    public Read protobuf(byte[] body, Origin origin) {
        var request = new OtlpRequest(origin, kept);
        new OtlpProtobuf(body, request).read();
        return request.read();
    }

    /**
     * Reads {@code application/json}.
     *
     * @throws BadLogs when it is none
     */
    public Read json(byte[] body, Origin origin) {
        var request = new OtlpRequest(origin, kept);
        new OtlpJson(body, request).read();
        return request.read();
    }
}
