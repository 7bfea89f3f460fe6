/**
 * The config of apps: drafts, releases, and what each app gets. Starting points:
 * {@link io.stardust.server.config.Publishing} for people, {@link io.stardust.server.config.Delivery} for apps.
 */
@NullMarked
package io.stardust.server.config;

import org.jspecify.annotations.NullMarked;
