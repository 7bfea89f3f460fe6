/** Brings packages here, whole or in parts, and keeps the last few. */
@NullMarked
package io.stardust.agent.install.fetch;

import org.jspecify.annotations.NullMarked;
