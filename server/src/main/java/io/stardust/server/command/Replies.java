package io.stardust.server.command;

import io.stardust.protocol.command.CommandReplyModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Brings answers to those who wait for them. Thread-safe. */
final class Replies {
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();

    /** Begins to wait for the answer to order {@code id} of {@code nodeId}; to be closed. One waits for an id. */
    Waiting expect(long id, long nodeId) {
        var made = new Waiting(id, nodeId);
        waiting.put(id, made);
        return made;
    }

    /** Hands an answer over; false when nobody waits for it. */
    boolean arrived(long nodeId, CommandReplyModel reply) {
        @Nullable Waiting asker = waiting.get(reply.id());
        return asker != null && asker.nodeId == nodeId && asker.answer.complete(reply);
    }

    /** Somebody's place in front of the letter box. */
    final class Waiting implements AutoCloseable {
        private final long id;
        private final long nodeId;
        private final CompletableFuture<CommandReplyModel> answer = new CompletableFuture<>();

        private Waiting(long id, long nodeId) {
            this.id = id;
            this.nodeId = nodeId;
        }

        /** Blocks for the answer; empty when {@code limit} passes before. */
        Optional<CommandReplyModel> await(Duration limit) {
            try {
                return Optional.of(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException _) {
                return Optional.empty();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer is only ever completed", e);
            }
        }

        @Override
        public void close() {
            waiting.remove(id, this);
        }
    }
}
