package io.stardust.client.token;

import io.stardust.client.disk.Shelf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The token that this app shows to providers. The last one stays on disk, in a file of its owner alone, so that a start
 * without a server has it. Thread-safe.
 */
public final class ServiceToken {
    private static final String FILE = "service-token";

    private final Shelf shelf;
    private volatile @Nullable String token;
    private volatile @Nullable String project;

    /** Reads what was kept. */
    public ServiceToken(Shelf shelf) {
        this.shelf = shelf;
        byte[] kept = shelf.read(FILE);
        if (kept != null) use(new String(kept, StandardCharsets.UTF_8).strip());
    }

    /** The last one that the server gave, even when it has ended: a provider may accept it. Null = never had one. */
    public @Nullable String get() {
        return token;
    }

    /** Shows {@code issued} from now on; null and empty change nothing. */
    public void set(@Nullable String issued) {
        if (issued == null || issued.isEmpty() || issued.equals(token)) return;
        shelf.write(FILE, issued.getBytes(StandardCharsets.UTF_8));
        use(issued);
    }

    private void use(String issued) {
        token = issued;
        try {
            project = Claims.of(Jws.of(issued).claims()).project();
        } catch (TokenException e) {
            TokenVerifier.LOG.log(System.Logger.Level.DEBUG, "an own service token of another form: " + e.getMessage());
        }
    }

    /** The own project, as the own token says; null while that is not known. */
    @Nullable
    String project() {
        return project;
    }
}
