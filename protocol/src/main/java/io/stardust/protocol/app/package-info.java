/** How an app logs in and what it tells of itself: the wire records of {@code /App/*} and {@code /OAuth/*}. */
@NullMarked
package io.stardust.protocol.app;

import org.jspecify.annotations.NullMarked;
