package io.stardust.telemetry.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.DamagedData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecimalColumnsTest {
    private final ByteSink plain = new ByteSink(16);
    private final ByteSink sizes = new ByteSink(16);
    private final ByteSink digits = new ByteSink(16);

    private void write(List<List<String>> columns) {
        var writer = new DecimalWriter(plain, sizes, digits);
        for (List<String> column : columns) {
            ByteSink coded = new ByteSink(16);
            for (String each : column) {
                byte[] bytes = each.getBytes(StandardCharsets.US_ASCII);
                Variables.putDecimal(bytes, 0, bytes.length, coded);
            }
            writer.column(coded, column.size());
        }
        writer.end();
    }

    private List<List<String>> read(List<Integer> counts) throws DamagedData {
        var reader = new DecimalReader(plain.toBytes(), sizes.toBytes(), digits.toBytes());
        List<List<String>> columns = new ArrayList<>();
        for (int count : counts) {
            long[] numbers = new long[count];
            byte[] widths = new byte[count];
            reader.column(numbers, widths, 0, count);
            List<String> column = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ByteSink out = new ByteSink(20);
                Variables.getDecimal(numbers[i], widths[i], out);
                column.add(new String(out.toBytes(), StandardCharsets.US_ASCII));
            }
            columns.add(column);
        }
        reader.end();
        return columns;
    }

    private static List<String> numbers(int count, Supplier<Long> next) {
        return Stream.generate(next).limit(count).map(String::valueOf).toList();
    }

    @Test
    void column_readsAsItWasWritten_whateverItsNumbersAre() throws DamagedData {
        var random = new Random(7);
        List<List<String>> columns = List.of(
                List.of("0", "1", "2", "3", "4", "7", "8"),
                List.of("5"),
                List.of("0", "999999999999999999", "1", "576460752303423487", "576460752303423488"),
                List.of("007", "07", "7", "0", "00", "000000000000000000", "012345678901234567"),
                numbers(1000, () -> 200L),
                numbers(1000, () -> random.nextInt(10) == 0 ? 500L : 200L),
                numbers(3000, () -> (long) random.nextInt(1 + random.nextInt(100_000))),
                numbers(3000, () -> 1_764_500_000_000L + random.nextInt(60_000)),
                numbers(3000, () -> random.nextLong(1_000_000_000_000_000_000L)));

        write(columns);

        assertThat(read(columns.stream().map(List::size).toList())).isEqualTo(columns);
    }

    @Test
    void column_takesFewBytes_whenItsNumbersAreCloseOrReturn() {
        var random = new Random(7);
        List<String> close = numbers(1000, () -> 1_764_500_000_000L + random.nextInt(1000));

        write(List.of(close));

        assertThat(digits.size()).isLessThan(1000);
        assertThat(sizes.size()).isEqualTo(1000);
        assertThat(plain.size()).isLessThan(10);
    }

    @Test
    void read_fails_whenBytesAreMissingOrLeft() {
        List<String> numbers = numbers(100, new Random(7)::nextLong).stream()
                .map(each -> each.replace("-", "").substring(0, 9))
                .toList();
        write(List.of(numbers));

        assertThatThrownBy(() -> read(List.of(101))).isInstanceOf(DamagedData.class);
        assertThatThrownBy(() -> read(List.of(90))).isInstanceOf(DamagedData.class);
        for (ByteSink each : Arrays.asList(plain, sizes, digits)) {
            int size = each.size();
            each.cut(size / 2);
            assertThatThrownBy(() -> read(List.of(100))).isInstanceOf(DamagedData.class);
            each.wrote(size - size / 2);
        }
    }
}
