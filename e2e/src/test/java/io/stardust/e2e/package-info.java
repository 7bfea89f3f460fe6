/** Real server, agents and apps in processes of their own; the tests break them and look at what is left. */
@NullMarked
package io.stardust.e2e;

import org.jspecify.annotations.NullMarked;
