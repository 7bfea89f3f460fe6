/**
 * What lines of logs are to one another, for those who send and those who keep them. Starting point:
 * {@link io.stardust.protocol.log.LineJoiner}.
 */
@NullMarked
package io.stardust.protocol.log;

import org.jspecify.annotations.NullMarked;
