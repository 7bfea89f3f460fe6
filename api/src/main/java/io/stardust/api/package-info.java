/**
 * What the people API ({@code /api/v1}) takes and gives, in a package for each room of the server. Plain records: the
 * server makes them, the command line shows them. A view ends in {@code View}, what somebody asks for in {@code Body},
 * {@code Patch} or {@code Edit} or begins with {@code New}; times are epoch milliseconds and sizes bytes unless a
 * record says otherwise.
 */
@NullMarked
package io.stardust.api;

import org.jspecify.annotations.NullMarked;
