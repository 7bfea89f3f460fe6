/**
 * What must be kept secret and yet be readable again. Starting point: {@link io.stardust.server.access.secret.Secrets},
 * which seals and opens; its keys lie outside the database.
 */
@NullMarked
package io.stardust.server.access.secret;

import org.jspecify.annotations.NullMarked;
