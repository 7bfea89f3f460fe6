/** What a word is, and where a text stands in another. Starting point: {@link io.stardust.telemetry.text.Tokens}. */
@NullMarked
package io.stardust.telemetry.text;

import org.jspecify.annotations.NullMarked;
