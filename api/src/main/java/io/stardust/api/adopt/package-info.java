/** Services of a node's own that become deployments. */
@NullMarked
package io.stardust.api.adopt;

import org.jspecify.annotations.NullMarked;
