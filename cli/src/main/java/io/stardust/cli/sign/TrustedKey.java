package io.stardust.cli.sign;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import io.stardust.cli.http.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key whose signatures a project trusts. */
@Json
record TrustedKey(
        long id,
        String name,
        String keyId,
        String publicKey,
        @Nullable String createdBy,
        long createdAt) implements Named {
    /** A page of them. */
    @Json
    record Some(List<TrustedKey> items) implements Page<TrustedKey> {}
}
