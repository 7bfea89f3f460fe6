/**
 * Service tokens: the consumer's own, and what a provider checks them with, {@link\n *
 * io.stardust.client.token.TokenVerifier}.
 */
@NullMarked
package io.stardust.client.token;

import org.jspecify.annotations.NullMarked;
