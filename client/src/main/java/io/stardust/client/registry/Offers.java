package io.stardust.client.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this process offers, and what the server has yet to hear of it. Thread-safe. */
final class Offers {
    private static final int MAX = 200;

    private final Map<String, Offer> kept = new LinkedHashMap<>(); // by service; guarded by this
    private final Set<String> due = new LinkedHashSet<>(); // guarded by this
    private final Map<String, Offer> leaving = new LinkedHashMap<>(); // guarded by this

    synchronized void add(Offer offer) {
        if (kept.size() >= MAX && !kept.containsKey(offer.service())) {
            throw new IllegalStateException("services: " + MAX + " are offered already (expected: at most as many)");
        }
        kept.put(offer.service(), offer);
        due.add(offer.service());
        leaving.remove(offer.service());
    }

    synchronized void remove(String service) {
        Offer offer = kept.remove(service);
        due.remove(service);
        if (offer != null) leaving.put(service, offer);
    }

    /** All are told again. */
    synchronized void renew() {
        due.addAll(kept.keySet());
    }

    synchronized List<String> services() {
        return new ArrayList<>(kept.keySet());
    }

    /** Returns the next that the server is to be told; null when there is none. */
    synchronized @Nullable Offer next() {
        return due.isEmpty() ? null : kept.get(due.iterator().next());
    }

    /** The server was told of {@code offer}: unless it was replaced meanwhile, that is enough for now. */
    synchronized void told(Offer offer) {
        if (offer.equals(kept.get(offer.service()))) due.remove(offer.service());
    }

    /** Returns the next that the server is to forget; null when there is none. */
    synchronized @Nullable Offer nextLeaving() {
        return leaving.isEmpty() ? null : leaving.values().iterator().next();
    }

    synchronized void left(Offer offer) {
        leaving.remove(offer.service(), offer);
    }
}
