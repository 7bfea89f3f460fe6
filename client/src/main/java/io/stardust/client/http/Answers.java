package io.stardust.client.http;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers, their bodies as well: the JDK's own time-out of a request ends with the head of its answer. */
final class Answers {
    private Answers() {}

    /**
     * Returns the answer.
     *
     * @throws IOException if none came within {@code limit}; the call then is given up
     */
    static <T> T await(CompletableFuture<T> answer, Duration limit) throws IOException, InterruptedException {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            var failure = new HttpTimeoutException("no answer within " + limit.toMillis() + " ms");
            failure.initCause(e);
            throw failure;
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) throw failure;
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }
}
