/** The app's config, as the server publishes it. Starting point: {@link io.stardust.client.config.Config}. */
@NullMarked
package io.stardust.client.config;

import org.jspecify.annotations.NullMarked;
