/** Which app may call which, as people see it. */
@NullMarked
package io.stardust.api.grant;

import org.jspecify.annotations.NullMarked;
