/** Where the application has Spring Boot's actuator: its health and what it knows of services. */
@NullMarked
package io.stardust.spring.actuate;

import org.jspecify.annotations.NullMarked;
