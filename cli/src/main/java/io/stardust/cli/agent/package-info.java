/** The verbs about versions of the agent. */
@NullMarked
package io.stardust.cli.agent;

import org.jspecify.annotations.NullMarked;
