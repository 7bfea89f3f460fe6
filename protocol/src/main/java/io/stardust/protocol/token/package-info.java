/** Service tokens: what a consumer shows to a provider, and which hold no longer. */
@NullMarked
package io.stardust.protocol.token;

import org.jspecify.annotations.NullMarked;
