/** Nodes as people see them, and what they ask of them. */
@NullMarked
package io.stardust.api.node;

import org.jspecify.annotations.NullMarked;
