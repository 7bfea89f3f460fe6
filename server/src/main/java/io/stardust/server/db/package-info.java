/**
 * The state store: one SQLite file, one writer, many readers. Starting point: {@link io.stardust.server.db.Database}.
 */
@NullMarked
package io.stardust.server.db;

import org.jspecify.annotations.NullMarked;
