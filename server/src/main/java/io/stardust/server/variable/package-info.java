/** The variables of an environment: how they are read, written, sealed and merged. */
@NullMarked
package io.stardust.server.variable;

import org.jspecify.annotations.NullMarked;
