/** Makes deployments of services that nodes have of their own. */
@NullMarked
package io.stardust.server.adopt;

import org.jspecify.annotations.NullMarked;
