/** What an app embeds to be part of Stardust. Starting point: {@link io.stardust.client.Stardust}. */
@NullMarked
package io.stardust.client;

import org.jspecify.annotations.NullMarked;
