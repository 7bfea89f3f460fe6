/** Two apps that know nothing but each other's service: a shop asks how much is in stock. */
@NullMarked
package io.stardust.samples.calls;

import org.jspecify.annotations.NullMarked;
