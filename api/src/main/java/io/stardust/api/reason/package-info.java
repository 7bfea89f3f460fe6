/** Why something is as it is, for readers of any language. */
@NullMarked
package io.stardust.api.reason;

import org.jspecify.annotations.NullMarked;
