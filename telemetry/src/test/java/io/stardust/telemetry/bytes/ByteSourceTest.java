package io.stardust.telemetry.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ByteSourceTest {
    @Property(tries = 300)
    void numbers_areReadAsTheyWereWritten(@ForAll List<Long> numbers, @ForAll String text) throws DamagedData {
        ByteSink sink = new ByteSink(1);
        for (long each : numbers) {
            sink.varint(each);
            sink.zigzag(each);
            sink.int64(each);
            sink.int32((int) each);
        }
        sink.text(text);

        ByteSource source = new ByteSource(sink.toBytes());
        for (long each : numbers) {
            assertThat(source.varint()).isEqualTo(each);
            assertThat(source.zigzag()).isEqualTo(each);
            assertThat(source.int64()).isEqualTo(each);
            assertThat(source.int32()).isEqualTo((int) each);
        }
        assertThat(source.text()).hasSameSizeAs(text);
        assertThat(source.left()).isZero();
    }

    @Property(tries = 300)
    void columns_areReadAsTheyWereWritten(@ForAll List<@IntRange(min = 0, max = 70_000) Integer> numbers)
            throws DamagedData {
        ByteSink sink = new ByteSink(1);
        long last = 0;
        for (int each : numbers) {
            sink.zigzag(each * 1_000_000_007L - last);
            last = each * 1_000_000_007L;
        }
        for (int each : numbers) sink.varint(each);
        int[] counts = new int[numbers.size()];
        long[] sums = new long[numbers.size()];

        ByteSource source = new ByteSource(sink.toBytes());
        source.sums(sums);
        source.counts(counts, 70_000);

        for (int i = 0; i < counts.length; i++) {
            assertThat(counts[i]).isEqualTo(numbers.get(i));
            assertThat(sums[i]).isEqualTo(numbers.get(i) * 1_000_000_007L);
        }
    }

    @Property(tries = 300)
    void reading_endsInDamageOnly_whateverTheBytesAre(@ForAll byte[] bytes) {
        Throwable failure = catchThrowable(() -> {
            ByteSource source = new ByteSource(bytes);
            while (source.left() > 0) {
                source.counts(new int[3], 100);
                source.sums(new long[2]);
                source.text();
            }
        });

        if (failure != null) assertThat(failure).isInstanceOf(DamagedData.class);
    }
}
