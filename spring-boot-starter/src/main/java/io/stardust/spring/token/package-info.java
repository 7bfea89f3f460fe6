/** Who may call the application: service tokens are checked, with Spring Security and without it. */
@NullMarked
package io.stardust.spring.token;

import org.jspecify.annotations.NullMarked;
