/** A Spring Boot application that finds and calls others by the starter, deployed by the tests. */
@NullMarked
package io.stardust.samples.starter;

import org.jspecify.annotations.NullMarked;
