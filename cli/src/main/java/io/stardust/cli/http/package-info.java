/** Talks to the server's {@code /api/v1}; start at {@link io.stardust.cli.http.Api}. Knows no feature. */
@NullMarked
package io.stardust.cli.http;

import org.jspecify.annotations.NullMarked;
