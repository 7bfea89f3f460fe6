/** Small files that a client keeps: written whole, readable by their owner alone. */
@NullMarked
package io.stardust.client.disk;

import org.jspecify.annotations.NullMarked;
