package io.stardust.client.http;

import io.stardust.client.balance.Balancer;
import io.stardust.client.registry.Provider;
import io.stardust.client.registry.Query;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls services by name, by {@code java.net.http}. Thread-safe. Each call goes to a provider that the balancer picks
 * among those that answer, and shows the service token: as {@code Authorization: Bearer} when the request has no such
 * header, else as {@value #TOKEN_HEADER}.
 *
 * <p>A call is repeated, at another provider each time and three times in all, when no connection could be made, or
 * when it is idempotent by its method and broke, timed out or was answered with 502, 503 or 504; of all calls of a
 * second at most a fifth, and ten. The request's time-out is for all tries together, 10 s when it has none; a try that
 * another can follow gets half of what is left, and at a provider that was passed over until now no more than a second,
 * or eight times its usual answer. Connections are made within a second.
 */
public final class ServiceClient implements AutoCloseable {
    /** Shows the service token when {@code Authorization} is the app's own. */
    public static final String TOKEN_HEADER = "X-Stardust-Token";

    private static final System.Logger LOG = System.getLogger("io.stardust.client.http");
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int TRIES = 3;
    private static final double RETRY_SHARE = 0.2;
    private static final int RETRIES_LEAST = 10;

    private final Function<Query, List<Provider>> registry;
    private final Supplier<@Nullable String> token;
    private final Function<String, Balancer> balancers;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final LongSupplier nanoTime = System::nanoTime;
    private final RetryBudget budget = new RetryBudget(RETRY_SHARE, RETRIES_LEAST, nanoTime);
    private final CallWatch watch = new CallWatch(nanoTime).start();
    private final HealthBook health = new HealthBook();
    private final Map<String, Balancer> byService = new ConcurrentHashMap<>();

    /**
     * Asks {@code registry} who offers a service, and makes one balancer for each.
     *
     * @param token of this app; null while there is none: calls then go without
     */
    public ServiceClient(
            Function<Query, List<Provider>> registry,
            Supplier<@Nullable String> token,
            Function<String, Balancer> balancers) {
        this.registry = registry;
        this.token = token;
        this.balancers = balancers;
    }

    /** Begins a request for {@code path}, e.g. {@code /orders?open=true}; which host gets it, {@link #send} says. */
    public static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://service" + (path.startsWith("/") ? path : "/" + path)));
    }

    /**
     * Sends {@code request} to a provider of {@code service}; of its URI path and query count, after the path of the
     * provider's address. Blocks for the request's time-out at most, and two seconds more on the first call of a
     * service.
     *
     * @return whatever was answered, errors of the provider as well
     * @throws NoProviderException if nobody could be asked
     * @throws IOException if the last try failed
     */
    public <T> HttpResponse<T> send(String service, HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return send(Query.of(service), null, request, handler);
    }

    /**
     * As {@link #send(String, HttpRequest, BodyHandler)}; calls of one {@code key} go together where a balancer heeds
     * it.
     */
    public <T> HttpResponse<T> send(Query query, @Nullable String key, HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        budget.called();
        long end = nanoTime.getAsLong() + request.timeout().orElse(TIMEOUT).toNanos();
        Balancer balancer = balancer(query.service());
        List<Provider> providers = registry.apply(query);
        @Nullable Provider provider = pick(balancer, providers, List.of(), key);
        if (provider == null) throw nobody(query, providers);
        List<Provider> tried = List.of(provider);
        boolean idempotent = isIdempotent(request);
        while (true) {
            boolean last = tried.size() >= Math.min(TRIES, providers.size());
            @Nullable IOException failure = null;
            @Nullable HttpResponse<T> response = null;
            try {
                response = attempt(balancer, provider, request, handler, limit(provider, end, !last && idempotent));
                if (last || !isBusy(response) || !idempotent) return response;
            } catch (IOException e) {
                failure = e;
                if (last || !(idempotent || Failures.isUnconnected(e))) throw e;
            }
            providers = registry.apply(query);
            @Nullable Provider next = isOver(end) ? null : pick(balancer, providers, tried, key);
            if (next == null || !budget.take()) {
                if (response != null) return response;
                throw failure == null ? nobody(query, providers) : failure;
            }
            if (response != null) discard(response);
            provider = next;
            tried = with(tried, next);
        }
    }

    private Balancer balancer(String service) {
        Balancer known = byService.get(service);
        return known == null ? byService.computeIfAbsent(service, balancers) : known;
    }

    private @Nullable Provider pick(
            Balancer balancer, List<Provider> providers, List<Provider> tried, @Nullable String key) {
        List<Provider> callable = health.callable(providers, tried, nanoTime.getAsLong());
        boolean all = true;
        for (int i = 0; i < callable.size(); i++) all &= callable.get(i).http() != null;
        if (!all)
            callable = callable.stream().filter(each -> each.http() != null).toList();
        return balancer.pick(callable, key);
    }

    private static List<Provider> with(List<Provider> tried, Provider one) {
        List<Provider> more = new ArrayList<>(tried);
        more.add(one);
        return more;
    }

    private static NoProviderException nobody(Query query, List<Provider> providers) {
        return new NoProviderException(
                providers.isEmpty()
                        ? "service " + query.service() + ": nobody offers it"
                        : "service " + query.service() + ": no call to any of its providers (" + providers.size()
                                + "), which failed time and again just now or have no HTTP address");
    }

    /** How long a try may take; {@code another}: one can follow it. */
    private Duration limit(Provider provider, long end, boolean another) {
        long nanos = end - nanoTime.getAsLong();
        if (another) {
            Health state = health.of(provider);
            nanos /= 2;
            if (state.isOnTrial()) nanos = Math.min(nanos, state.patience());
        }
        return Duration.ofNanos(Math.max(nanos, 1_000_000));
    }

    private boolean isOver(long end) {
        return nanoTime.getAsLong() - end >= 0;
    }

    private <T> HttpResponse<T> attempt(
            Balancer balancer, Provider provider, HttpRequest request, BodyHandler<T> handler, Duration limit)
            throws IOException, InterruptedException {
        Health state = health.of(provider);
        long begin = nanoTime.getAsLong();
        state.began(begin);
        balancer.began(provider);
        boolean well = false;
        try {
            HttpResponse<T> response =
                    watch.send(client, addressed(provider, request, limit), handler, begin + limit.toNanos());
            long now = nanoTime.getAsLong();
            well = response.statusCode() < 500;
            state.answered(now, now - begin, well);
            return response;
        } catch (IOException e) {
            state.broke(nanoTime.getAsLong(), Failures.isUnconnected(e));
            throw Failures.at(provider, e);
        } catch (InterruptedException | RuntimeException | Error e) {
            state.gaveUp();
            throw e;
        } finally {
            balancer.ended(provider, nanoTime.getAsLong() - begin, well);
        }
    }

    private HttpRequest addressed(Provider provider, HttpRequest request, Duration limit) {
        String base = String.valueOf(provider.http());
        String path = request.uri().getRawPath();
        String query = request.uri().getRawQuery();
        if (base.endsWith("/")) base = base.substring(0, base.length() - 1);
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true)
                .uri(URI.create(base + path + (query == null ? "" : "?" + query)));
        if (limit.compareTo(CallWatch.EXACT) < 0) builder.timeout(limit);
        String shown = token.get();
        if (shown != null) {
            boolean taken = request.headers().firstValue("Authorization").isPresent();
            builder.setHeader(taken ? TOKEN_HEADER : "Authorization", taken ? shown : "Bearer " + shown);
        }
        return builder.build();
    }

    private static boolean isIdempotent(HttpRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    private static boolean isBusy(HttpResponse<?> response) {
        int status = response.statusCode();
        return status == 502 || status == 503 || status == 504;
    }

    private static void discard(HttpResponse<?> response) {
        if (!(response.body() instanceof AutoCloseable stream)) return;
        try {
            stream.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "the body of a refused call could not be closed: " + e.getMessage());
        }
    }

    /** Ends the thread that watches calls; {@code Stardust} does it. */
    @Override
    public void close() {
        watch.close();
    }
}
