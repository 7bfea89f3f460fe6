/** Orders to nodes as people give them and see them. */
@NullMarked
package io.stardust.api.command;

import org.jspecify.annotations.NullMarked;
