/** A small HTTP application to deploy; start at {@link io.stardust.samples.hello.Hello}. */
@NullMarked
package io.stardust.samples.hello;

import org.jspecify.annotations.NullMarked;
