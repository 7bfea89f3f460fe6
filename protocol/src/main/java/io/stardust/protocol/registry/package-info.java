/** Services: who offers them and who asks for them. The wire records of {@code /App/*Service}. */
@NullMarked
package io.stardust.protocol.registry;

import org.jspecify.annotations.NullMarked;
