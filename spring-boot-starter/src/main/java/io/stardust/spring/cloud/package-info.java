/** Where the application has Spring Cloud: discovery, registration and load balancing by our registry. */
@NullMarked
package io.stardust.spring.cloud;

import org.jspecify.annotations.NullMarked;
