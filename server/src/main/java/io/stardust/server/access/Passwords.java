package io.stardust.server.access;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.stardust.protocol.loop.Chore;
import io.stardust.server.feature.HeapTrimmer;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.Unavailable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id, 19 MiB, 2 passes, 1 lane: OWASP's figures. Thread-safe; the library is loaded at the
 * first use.
 */
public final class Passwords {
    private static final int MIN = 8;
    /** Characters; a longer one would only cost time. */
    static final int MAX = 200;

    private static final int MEMORY_KIB = 19 << 10;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    /** Bounds memory: many sign-ins at once wait instead of taking 19 MiB each. */
    private final Semaphore permits = new Semaphore(2);

    private final HeapTrimmer heap;

    /** {@code heap} is told of each hash. */
    Passwords(HeapTrimmer heap) {
        this.heap = heap;
    }

    /** Returns a password fit to be one. */
    static String checked(String field, @Nullable String password) {
        if (password == null) throw new Invalid(field + ": missing");
        if (password.length() < MIN || password.length() > MAX) {
            // its length, not the password
            throw new Invalid(field, password.length() + " characters", MIN + "–" + MAX + " characters");
        }
        return password;
    }

    /** Returns the hash in the PHC text form, with its parameters and a fresh salt. */
    String hash(String password) {
        return apart(() ->
                Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2()).getResult());
    }

    /** True when {@code hash} is of {@code password}. */
    boolean matches(String password, String hash) {
        return apart(() -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)));
    }

    private static Argon2Function argon2() {
        return Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    }

    /**
     * On a thread of its own: requests are virtual threads, which nobody takes a processor from while they calculate.
     */
    private <T> T apart(Supplier<T> work) {
        acquire();
        try {
            FutureTask<T> task = new FutureTask<>(work::get);
            Chore.start("password", task::run);
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the server is ending; try again");
        } finally {
            permits.release();
            heap.left();
        }
    }

    private void acquire() {
        try {
            if (permits.tryAcquire(10, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Unavailable("too many are signing in; try again");
    }
}
