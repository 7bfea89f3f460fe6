/** A Spring Boot application, deployed by the tests. */
@NullMarked
package io.stardust.samples.spring;

import org.jspecify.annotations.NullMarked;
