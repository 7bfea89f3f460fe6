/** Log4j 2's appender. Used by nothing else: an app may have no Log4j. */
@NullMarked
package io.stardust.client.log.log4j;

import org.jspecify.annotations.NullMarked;
