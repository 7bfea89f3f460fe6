/** Where everything of an app lies on this machine. */
@NullMarked
package io.stardust.agent.install.place;

import org.jspecify.annotations.NullMarked;
