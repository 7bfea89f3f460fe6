package io.stardust.client.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.protocol.registry.ServiceState;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EntryTest {
    private final AtomicLong clock = new AtomicLong();
    private final Entry entry = new Entry("Orders", null, 10, clock::get);

    private static ServiceModel model(long id, String version) {
        return new ServiceModel(
                "Orders",
                null,
                "c",
                version,
                "http://a:" + id,
                null,
                null,
                null,
                100,
                null,
                null,
                id,
                null,
                null,
                null,
                null);
    }

    private void read(long version, ServiceModel... providers) {
        entry.reading();
        entry.take(new ServiceState("Orders", version, List.of(providers), 0));
    }

    private static ServiceDelta delta(long from, long version, ServiceModel set) {
        return new ServiceDelta("Orders", from, version, List.of(set), List.of(), false);
    }

    private List<Long> ids() {
        return entry.snapshot().usual().stream().map(Provider::id).toList();
    }

    @Test
    void take_appliesADeltaOfSeveralChanges_whenItsBeginIsNotAhead() {
        read(10, model(1, "1"));

        assertThat(entry.take(delta(8, 12, model(2, "1")))).isTrue();

        assertThat(ids()).containsExactly(1L, 2L);
        assertThat(entry.snapshot().version()).isEqualTo(12);
        assertThat(entry.isStale()).isFalse();
    }

    @Test
    void take_leavesADelta_whenItIsKnown() {
        read(10, model(1, "1"));

        assertThat(entry.take(delta(9, 10, model(2, "1")))).isTrue();

        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void take_wantsAWholeRead_whenADeltaLeavesAGap() {
        read(10, model(1, "1"));

        assertThat(entry.take(delta(11, 12, model(2, "1")))).isFalse();

        assertThat(ids()).containsExactly(1L);
        assertThat(entry.isStale()).isTrue();
    }

    @Test
    void take_doesNotGoBack_whenADeltaOvertookTheAnswer() {
        read(10, model(1, "1"));
        entry.reading();
        entry.take(delta(10, 11, model(2, "1")));

        entry.take(new ServiceState("Orders", 10, List.of(model(1, "1")), 0));

        assertThat(ids()).containsExactly(1L, 2L);
        assertThat(entry.isStale()).isTrue();
    }

    @Test
    void take_readsOn_whenTheServerBeganAnewWithASmallerVersion() {
        read(1_000, model(1, "1"));

        read(5, model(7, "1"));

        assertThat(ids()).containsExactly(7L);
        assertThat(entry.isStale()).isFalse();
    }

    @Test
    void take_believesAnEmptyAnswer_whenItIsSaidAgainLater() {
        read(10, model(1, "1"));
        read(11);
        assertThat(ids()).containsExactly(1L);

        clock.addAndGet(10);
        read(11);

        assertThat(ids()).isEmpty();
    }

    @Test
    void take_keepsTheObject_whenAProviderDidNotChange() {
        read(10, model(1, "1"), model(2, "1"));
        Provider same = entry.snapshot().usual().get(0);

        read(11, model(1, "1"), model(2, "2"));

        assertThat(entry.snapshot().usual().get(0)).isSameAs(same);
    }

    @Test
    void resolve_seesItsScopeAndThoseOfNone() {
        Provider dev = Provider.of(scoped("dev"));
        Provider all = Provider.of(scoped(null));

        assertThat(Query.of("Orders").matches(dev, "dev")).isTrue();
        assertThat(Query.of("Orders").matches(dev, "live")).isFalse();
        assertThat(Query.of("Orders").matches(all, "live")).isTrue();
        assertThat(Query.of("Orders").withScope("dev").matches(dev, "live")).isTrue();
    }

    private static ServiceModel scoped(@org.jspecify.annotations.Nullable String scope) {
        return new ServiceModel(
                "Orders",
                null,
                "c",
                "1",
                "http://a:1, b:2,%",
                null,
                scope,
                "x,y",
                2_000,
                null,
                null,
                1,
                null,
                null,
                null,
                null);
    }

    @Test
    void provider_takesWhatCanBeRead_whenAddressesAreOfAllKinds() {
        Provider provider = Provider.of(scoped(null));

        assertThat(provider.addresses()).hasSize(2);
        assertThat(provider.weight()).isEqualTo(1_000);
        assertThat(provider.tags()).containsExactlyInAnyOrder("x", "y");
    }
}
