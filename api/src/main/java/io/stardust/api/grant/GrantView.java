package io.stardust.api.grant;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * That an app may call the services of an app of another project.
 *
 * @param projectId of the provider, which the grant belongs to
 * @param consumerApp name of the app that calls
 * @param providerApp name of the app that is called
 * @param note why; absent when nobody said
 * @param createdBy who gave it
 * @param createdAt epoch ms
 */
@Json
public record GrantView(
        long id,
        long projectId,
        long consumerAppId,
        String consumerApp,
        long consumerProjectId,
        long providerAppId,
        String providerApp,
        @Nullable String note,
        String createdBy,
        long createdAt) {}
