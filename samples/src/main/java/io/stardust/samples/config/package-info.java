/** An app that says what its config has. */
@NullMarked
package io.stardust.samples.config;

import org.jspecify.annotations.NullMarked;
