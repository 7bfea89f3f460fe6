/** Logback's appender. Used by nothing else: an app may have no Logback. */
@NullMarked
package io.stardust.client.log.logback;

import org.jspecify.annotations.NullMarked;
