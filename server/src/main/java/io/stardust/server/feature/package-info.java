/** What every feature is built on, and how it starts and stops with the server. */
@NullMarked
package io.stardust.server.feature;

import org.jspecify.annotations.NullMarked;
