package io.stardust.cli.service;

import io.stardust.api.registry.ProviderPage;
import io.stardust.api.registry.ProviderView;
import io.stardust.api.registry.ServicePage;
import io.stardust.api.registry.ServiceView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Naming;
import java.util.List;

/** Finds services and their providers by what people call them. */
final class Services {
    private static final Naming<ServiceView> NAMING = new Naming<>("service", ServiceView::id, ServiceView::name);
    private static final Naming<ProviderView> PROVIDERS =
            new Naming<>("provider", ProviderView::id, ProviderView::client);

    private Services() {}

    /** The service that {@code word} names or numbers. */
    static ServiceView find(Api api, String word) {
        return NAMING.find(
                word,
                id -> api.find("/services/" + id).map(reply -> reply.as(ServiceView.class)),
                name -> api.list(Api.query("/services", "q", name), 1000).as(ServicePage.class));
    }

    /** All providers of a service. */
    static List<ProviderView> providers(Api api, ServiceView service) {
        return api.list("/services/" + service.id() + "/providers", 10_000).as(ProviderPage.class);
    }

    /** The provider that {@code word}, an instance or an id, means. */
    static ProviderView provider(Api api, ServiceView service, String word) {
        List<ProviderView> all = providers(api, service);
        return PROVIDERS
                .findIfAny(
                        word, id -> all.stream().filter(one -> one.id() == id).findFirst(), _ -> all)
                .orElseThrow(() -> Failure.notFound("no provider %s of service %s".formatted(word, service.name()))
                        .next("stardust service providers " + service.name()));
    }
}
