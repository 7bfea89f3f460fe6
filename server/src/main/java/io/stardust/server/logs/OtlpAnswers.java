package io.stardust.server.logs;

import com.google.protobuf.CodedOutputStream;
import io.avaje.jsonb.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** What exporters of OpenTelemetry are answered, in protobuf or JSON as they asked. */
final class OtlpAnswers {
    private OtlpAnswers() {}

    /** An {@code ExportLogsServiceResponse}; {@code partialSuccess} absent: all was taken. */
    @Json
    record Taken(@Nullable Partial partialSuccess) {}

    /** What was not taken. */
    @Json
    record Partial(long rejectedLogRecords, String errorMessage) {}

    /** A {@code google.rpc.Status}. */
    @Json
    record Status(String message) {}

    /** {@code rejected} records could not be read, the first of them because of {@code fault}; 0: all could. */
    static byte[] taken(boolean json, long rejected, String fault) {
        if (json) {
            var partial = rejected == 0 ? null : new Partial(rejected, fault);
            return io.stardust.protocol.Json.PEOPLE.bytes(new Taken(partial));
        }
        if (rejected == 0) return new byte[0];
        byte[] partial = written(out -> {
            out.writeInt64(1, rejected);
            out.writeString(2, fault);
        });
        return written(out -> out.writeByteArray(1, partial));
    }

    static byte[] refused(boolean json, String words) {
        return json
                ? io.stardust.protocol.Json.PEOPLE.bytes(new Status(words))
                : written(out -> out.writeString(2, words));
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] written(Fields fields) {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
