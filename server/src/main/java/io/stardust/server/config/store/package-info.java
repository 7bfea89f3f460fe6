/**
 * What the database keeps of config: sheets, items, drafts, releases, the use of keys. Starting points:
 * {@link io.stardust.server.config.store.SheetStore}, {@link io.stardust.server.config.store.ItemStore}.
 */
@NullMarked
package io.stardust.server.config.store;

import org.jspecify.annotations.NullMarked;
