package io.stardust.server.registry;

import io.stardust.api.registry.ProviderPage;
import io.stardust.api.registry.ProviderPatch;
import io.stardust.api.registry.ServicePage;
import io.stardust.api.registry.ServicePatch;
import io.stardust.server.app.AppFilter;
import io.stardust.server.app.AppRoutes;
import io.stardust.server.app.Apps;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Services on the people face. */
final class RegistryRoutes {
    private final Definitions definitions;
    private final Books books;
    private final ServiceEdits edits;
    private final ServiceViews views;
    private final Apps apps;

    RegistryRoutes(Definitions definitions, Books books, ServiceEdits edits, ServiceViews views, Apps apps) {
        this.definitions = definitions;
        this.books = books;
        this.edits = edits;
        this.views = views;
        this.apps = apps;
    }

    /** Adds the routes. */
    void register(Api api) {
        api.get("/services", Need.VIEWER, this::list)
                .get("/services/graph", Need.VIEWER, call -> Answer.of(views.graph(call.visible())))
                .get("/services/{id}", Need.VIEWER, this::get)
                .patch("/services/{id}", Need.ADMIN, this::edit)
                .delete("/services/{id}", Need.ADMIN, this::delete)
                .get("/services/{id}/providers", Need.VIEWER, this::providers)
                .patch("/services/{id}/providers/{providerId}", Need.OPERATOR, this::steer)
                .get("/services/{id}/consumers", Need.VIEWER, this::consumers)
                .get("/apps/{id}/services", Need.VIEWER, this::ofApp);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        long cursor = call.cursor();
        AppFilter filter = AppRoutes.filter(call);
        List<ServiceDefinition> rows = definitions.all().stream()
                .filter(service -> call.visible().sees(service.projectId()))
                .filter(service -> filter.project() == 0 || service.projectId() == filter.project())
                .filter(service -> service.id() > cursor && named(service, filter.q()))
                .sorted(Comparator.comparingLong(ServiceDefinition::id))
                .limit(limit + 1L)
                .toList();
        var page = Slice.of(rows, limit, ServiceDefinition::id);
        return Answer.of(new ServicePage(page.views(views::view), page.next()));
    }

    private static boolean named(ServiceDefinition service, String q) {
        @Nullable String displayName = service.displayName();
        String all = service.name() + " " + (displayName == null ? "" : displayName);
        return all.toLowerCase(Locale.ROOT).contains(q.toLowerCase(Locale.ROOT));
    }

    private Answer get(Call call) {
        ServiceDefinition service = definitions.get(call.visible(), call.id("id"));
        return Answer.of(views.view(service), service.revision());
    }

    private Answer edit(Call call) {
        ServiceDefinition service =
                edits.edit(call.caller(), call.id("id"), call.body(ServicePatch.class), call.ifMatch());
        return Answer.of(views.view(service), service.revision());
    }

    private Answer delete(Call call) {
        edits.delete(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer providers(Call call) {
        ServiceDefinition service = definitions.get(call.visible(), call.id("id"));
        int limit = call.limit();
        long cursor = call.cursor();
        String q = AppRoutes.filter(call).q().toLowerCase(Locale.ROOT);
        ServiceBook book = books.of(service.name());
        List<Provider> rows = book.all().stream()
                .filter(provider -> provider.said.id() > cursor && matches(provider.said, q))
                .limit(limit + 1L)
                .toList();
        var page = Slice.of(rows, limit, (Provider provider) -> provider.said.id());
        return Answer.of(
                new ProviderPage(page.views(provider -> views.provider(service, book, provider)), page.next()));
    }

    private static boolean matches(Registration said, String q) {
        return Stream.of(
                        said.app(),
                        said.client(),
                        said.address(),
                        said.external(),
                        said.node(),
                        said.version(),
                        said.zone(),
                        said.scope(),
                        said.tag())
                .anyMatch(text -> text != null && text.toLowerCase(Locale.ROOT).contains(q));
    }

    private Answer steer(Call call) {
        Provider provider = edits.steer(
                call.caller(), call.id("id"), call.id("providerId"), call.body(ProviderPatch.class), call.ifMatch());
        ServiceDefinition service = definitions.get(call.visible(), call.id("id"));
        return Answer.of(views.provider(service, books.of(service.name()), provider), provider.steering.revision());
    }

    private Answer consumers(Call call) {
        ServiceDefinition service = definitions.get(call.visible(), call.id("id"));
        return Answer.of(views.consumers(call.visible(), service));
    }

    private Answer ofApp(Call call) {
        long id = apps.get(call.visible(), call.id("id")).id();
        return Answer.of(views.ofApp(call.visible(), id));
    }
}
