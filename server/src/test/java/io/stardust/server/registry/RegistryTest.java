package io.stardust.server.registry;

import static io.stardust.server.registry.TestRegistry.instance;
import static io.stardust.server.registry.TestRegistry.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.instance.Instance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final Instance PROVIDER = instance("orders", 1, true);
    private static final Instance CONSUMER = instance("web", 2, true);

    @TempDir
    Path data;

    private TestRegistry test;

    @BeforeEach
    void start() {
        test = new TestRegistry(data);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void resolve_tellsWhoRegistered_untilItUnregisters() {
        test.register(PROVIDER, "Orders");

        assertThat(test.resolve(CONSUMER, "Orders")).singleElement().satisfies(model -> {
            assertThat(model.address()).isEqualTo("http://10.0.0.2:8080");
            assertThat(model.appName()).isEqualTo("orders");
            assertThat(model.weight()).isEqualTo(100);
        });

        test.registry().unregister("Orders", new Registration.Key(PROVIDER.appId(), PROVIDER.client()));
        assertThat(test.resolve(CONSUMER, "Orders")).isEmpty();
    }

    @Test
    void answer_isTheSameBytes_asLongAsNothingChanges() {
        test.register(PROVIDER, "Orders");
        byte[] first = test.feature.asking().resolve(CONSUMER, "Orders", Filter.ALL);
        test.register(PROVIDER, "Orders");

        assertThat(test.feature.asking().resolve(CONSUMER, "Orders", Filter.ALL))
                .isSameAs(first);
    }

    @Test
    void register_keepsIdAndCreation_whenItSaysSomethingElse() {
        Provider first = test.register(PROVIDER, "Orders");
        Provider second = test.register(PROVIDER, offer("Orders", "http://*:9090", null));

        assertThat(second.said.id()).isEqualTo(first.said.id());
        assertThat(second.model.createTime()).isEqualTo(first.model.createTime());
        assertThat(test.resolve(CONSUMER, "Orders"))
                .extracting(ServiceModel::address)
                .containsExactly("http://10.0.0.2:9090");
    }

    @Test
    void resolve_comparesVersionsAsVersions() {
        test.register(PROVIDER, version("3.9"));
        test.register(instance("orders", 3, true), version("3.10"));

        assertThat(test.resolve(CONSUMER, "Orders", new Filter("3.10", List.of(), null, false)))
                .extracting(ServiceModel::version)
                .containsExactly("3.10");
    }

    private static PublishServiceInfo version(String version) {
        return new PublishServiceInfo(
                "Orders", null, null, version, "http://*:1", null, null, "a,b", null, "dev", null, null);
    }

    @Test
    void resolve_filtersByTagsAndScope() {
        test.register(PROVIDER, version("1"));

        assertThat(test.resolve(CONSUMER, "Orders", new Filter(null, List.of("b", "a"), null, false)))
                .hasSize(1);
        assertThat(test.resolve(CONSUMER, "Orders", new Filter(null, List.of("c"), null, false)))
                .isEmpty();
        assertThat(test.resolve(CONSUMER, "Orders", new Filter(null, List.of(), "DEV", false)))
                .hasSize(1);
        assertThat(test.resolve(CONSUMER, "Orders", new Filter(null, List.of(), "pro", false)))
                .isEmpty();
        assertThat(test.resolve(CONSUMER, "Orders", new Filter(null, List.of(), null, true)))
                .isEmpty();
    }

    @Test
    void register_replacesWildcardsAndBoundsAddresses() {
        var offer = new PublishServiceInfo(
                "Orders",
                null,
                "10.1.1.1,fe80::1",
                null,
                "http://*:1,tcp://[::]:2,http://+:3,http://0.0.0.0:4/x",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(test.register(PROVIDER, offer).model.address())
                .isEqualTo("http://10.1.1.1:1,http://[fe80::1]:1,tcp://10.1.1.1:2,tcp://[fe80::1]:2,http://10.1.1.1:3");
    }

    @Test
    void register_refusesWhatIsTooMuchOrNoAddress() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 33; i++) many.put("k" + i, "v");

        assertThatThrownBy(() -> test.register(PROVIDER, offer("a\nb"))).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> test.register(PROVIDER, offer("x".repeat(101))))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> test.register(PROVIDER, offer("Orders", "not an address", null)))
                .hasMessageContaining("Address");
        assertThatThrownBy(() -> test.register(PROVIDER, offer("Orders", "http://x:99999", null)))
                .hasMessageContaining("Address");
        assertThatThrownBy(() -> test.register(PROVIDER, metadata(many, 1))).hasMessageContaining("Metadata");
        assertThatThrownBy(() -> test.register(PROVIDER, metadata(null, 1_001))).hasMessageContaining("Weight");
        assertThat(test.resolve(CONSUMER, "Orders")).isEmpty();
    }

    private static PublishServiceInfo metadata(@Nullable Map<String, String> metadata, int weight) {
        return new PublishServiceInfo(
                "Orders", null, null, null, "http://*:1", null, null, null, weight, null, null, metadata);
    }

    @Test
    void register_isRefused_whenTheOwnerOffersTooMuch() {
        for (int i = 0; i < Owned.MOST; i++) test.register(PROVIDER, "s" + i);

        assertThatThrownBy(() -> test.register(PROVIDER, "more")).isInstanceOf(Envelope.Refused.class);
    }

    @Test
    void register_isRefused_whenTheServiceIsOfAnotherProject() {
        test.register(PROVIDER, "Orders");

        assertThatThrownBy(() -> test.register(instance("thief", 9, true, 2, null), "Orders"))
                .isInstanceOfSatisfying(
                        Envelope.Refused.class, e -> assertThat(e.code()).isEqualTo(Envelope.FORBIDDEN));
    }

    @Test
    void resolve_tellsNothing_whenAnotherProjectAsks() {
        test.register(PROVIDER, "Orders");
        Instance stranger = instance("web", 5, true, 2, null);

        assertThat(test.resolve(stranger, "Orders")).isEmpty();
        assertThat(test.subscribe(stranger, "Orders").providers()).isEmpty();
    }

    @Test
    void subscribe_answersAsTheCodecWould() {
        Snapshot now = test.register(PROVIDER, "Orders").tenure.book.snapshot();

        var state = test.subscribe(CONSUMER, "Orders");
        assertThat(new String(now.state(CONSUMER, Grants.SAME_PROJECT), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":0,\"data\":" + Json.WIRE.text(state) + "}");
    }

    @Test
    void unknownNames_areBoundedAndForgotten() {
        for (int i = 0; i < Asking.MOST + 10; i++) test.resolve(CONSUMER, "unknown" + i);
        assertThatThrownBy(() -> test.feature.asking().subscribe(CONSUMER, "one-more"))
                .isInstanceOf(Envelope.Refused.class);

        test.clock.advance(java.time.Duration.ofMinutes(11));
        test.feature.asking().forget();

        assertThat(test.subscribe(CONSUMER, "one-more").providers()).isEmpty();
    }
}
