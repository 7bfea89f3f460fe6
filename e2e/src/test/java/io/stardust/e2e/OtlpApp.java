package io.stardust.e2e;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** An app that logs through OpenTelemetry's SDK and exporter, whose answers it notes. */
final class OtlpApp implements AutoCloseable {
    private static final long PATIENCE = 60; // seconds

    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final Set<String> dropped = ConcurrentHashMap.newKeySet();
    private final SdkLoggerProvider provider;

    /** Makes the app. */
    OtlpApp(World world, String name) throws IOException {
        var exporter = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(world.server().address().resolve("/v1/logs").toString())
                .addHeader("Authorization", "Bearer " + OtlpLines.key(world, name))
                .setCompression("gzip")
                .build();
        Attributes resource = Attributes.builder()
                .put("service.name", name)
                .put("service.instance.id", name + "@web1")
                .put("service.version", "1.4")
                .put("host.name", "web1")
                .build();
        provider = SdkLoggerProvider.builder()
                .setResource(Resource.create(resource))
                .addLogRecordProcessor(BatchLogRecordProcessor.builder(new Noted(exporter))
                        .setScheduleDelay(Duration.ofMillis(50))
                        .setMaxExportBatchSize(100)
                        .setMaxQueueSize(100_000)
                        .build())
                .build();
    }

    Logger logger() {
        return provider.get("shop.Cart");
    }

    /** Waits until the exporter is done with all that was logged, well or not. */
    void flush() {
        provider.forceFlush().join(PATIENCE, TimeUnit.SECONDS);
    }

    /** Messages that the exporter says it delivered. */
    Set<String> delivered() {
        return delivered;
    }

    /** Messages that the exporter says it gave up. */
    Set<String> dropped() {
        return dropped;
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE, TimeUnit.SECONDS);
    }

    private final class Noted implements LogRecordExporter {
        private final LogRecordExporter exporter;

        Noted(LogRecordExporter exporter) {
            this.exporter = exporter;
        }

        @Override
        public CompletableResultCode export(Collection<LogRecordData> records) {
            List<String> messages = records.stream()
                    .map(record -> Objects.requireNonNull(record.getBodyValue()).asString())
                    .toList();
            CompletableResultCode result = exporter.export(records);
            return result.whenComplete(() -> (result.isSuccess() ? delivered : dropped).addAll(messages));
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
