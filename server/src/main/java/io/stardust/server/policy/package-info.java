/**
 * What people let happen to nodes from afar: which commands, which server, whose clock. Starting point:
 * {@link io.stardust.server.policy.Policies}. May use: node, access, change, db, http.
 */
@NullMarked
package io.stardust.server.policy;

import org.jspecify.annotations.NullMarked;
