/**
 * Moves all that a server keeps: from one kind of database to another, into a backup, and back. Starting points:
 * {@link io.stardust.server.backup.Copy}, {@link io.stardust.server.backup.Backup},
 * {@link io.stardust.server.backup.Restore}.
 */
@NullMarked
package io.stardust.server.backup;

import org.jspecify.annotations.NullMarked;
