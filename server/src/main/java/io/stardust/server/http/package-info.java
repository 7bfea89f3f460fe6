/**
 * The two faces' plumbing: decode, authenticate, encode, and errors. Starting points:
 * {@link io.stardust.server.http.Api} for people, {@link io.stardust.server.http.LinkApi} for machines.
 */
@NullMarked
package io.stardust.server.http;

import org.jspecify.annotations.NullMarked;
