package io.stardust.server.instance;

import io.stardust.server.push.PushSessions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hands what one instance says about a topic to the others that listen to it. Thread-safe. A topic is its project's:
 * what is said in one is never heard in another. Who has subscribed stays so while its channel is opened anew, until it
 * has left. Programs that anybody can come as have no part in it.
 */
final class EventBus implements InstanceListener {
    private static final String PREFIX = "event#";
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ORDER = 32;
    private static final int TOPICS_OF_ONE = 100;
    private static final int LISTENERS = 2_000; // of one topic
    private static final int IN_ALL = 100_000;

    private final PushSessions sessions;
    private final Map<Topic, Set<String>> listeners = new ConcurrentHashMap<>();
    private final Map<String, Set<Topic>> topics = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    EventBus(PushSessions sessions) {
        this.sessions = sessions;
    }

    private record Topic(long projectId, String name) {}

    /** Takes a line {@code event#topic#client#message} that came over the channel of {@code from}; other lines pass. */
    void said(Instance from, String line) {
        if (!line.startsWith(PREFIX) || OpenApps.has(from.app())) return;
        String[] parts = line.split("#", 4);
        if (parts.length < 4 || parts[1].isEmpty() || parts[1].length() > LONGEST_NAME || parts[2].isEmpty()) return;
        var topic = new Topic(from.projectId(), parts[1]);
        String message = parts[3];
        boolean order = message.length() < LONGEST_ORDER && !message.startsWith("{");
        if (order && message.equals("subscribe")) subscribe(from.key(), topic);
        else if (order && message.equals("unsubscribe")) unsubscribe(from.key(), topic);
        else publish(from.key(), topic, line);
    }

    private void subscribe(String key, Topic topic) {
        topics.compute(key, (_, before) -> {
            Set<Topic> mine = before == null ? ConcurrentHashMap.newKeySet() : before;
            if (mine.contains(topic) || mine.size() >= TOPICS_OF_ONE || count.get() >= IN_ALL) return mine;
            listeners.compute(topic, (_, there) -> {
                Set<String> all = there == null ? ConcurrentHashMap.newKeySet() : there;
                if (all.size() < LISTENERS && all.add(key)) {
                    mine.add(topic);
                    count.incrementAndGet();
                }
                return all;
            });
            return mine;
        });
    }

    private void unsubscribe(String key, Topic topic) {
        topics.computeIfPresent(key, (_, mine) -> {
            if (mine.remove(topic)) drop(key, topic);
            return mine.isEmpty() ? null : mine;
        });
    }

    private void drop(String key, Topic topic) {
        listeners.computeIfPresent(topic, (_, all) -> {
            if (all.remove(key)) count.decrementAndGet();
            return all.isEmpty() ? null : all;
        });
    }

    private void publish(String from, Topic topic, String line) {
        for (String key : listeners.getOrDefault(topic, Set.of())) {
            if (!key.equals(from)) sessions.offer(key, line);
        }
    }

    @Override
    public void left(Instance instance, Departure why) {
        @Nullable Set<Topic> mine = topics.remove(instance.key());
        if (mine != null) mine.forEach(topic -> drop(instance.key(), topic));
    }

    @Override
    public void came(Instance instance) {}

    @Override
    public void alive(Instance instance) {}

    @Override
    public void linked(Instance instance) {}

    @Override
    public void unlinked(Instance instance) {}
}
