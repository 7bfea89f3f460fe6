/** What the people API tells of nodes. */
@NullMarked
package io.stardust.server.node.view;

import org.jspecify.annotations.NullMarked;
