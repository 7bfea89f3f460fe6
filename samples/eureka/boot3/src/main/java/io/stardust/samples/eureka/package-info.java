/** An application that registers with Netflix Eureka, for the tests. */
@NullMarked
package io.stardust.samples.eureka;

import org.jspecify.annotations.NullMarked;
