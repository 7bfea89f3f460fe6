@NullMarked
package io.stardust.protocol.start;

import org.jspecify.annotations.NullMarked;
