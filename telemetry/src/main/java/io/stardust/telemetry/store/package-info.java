/**
 * Records that are kept alike: taken, written, sealed, thrown away. Starting point:
 * {@link io.stardust.telemetry.store.Shelf}.
 */
@NullMarked
package io.stardust.telemetry.store;

import org.jspecify.annotations.NullMarked;
