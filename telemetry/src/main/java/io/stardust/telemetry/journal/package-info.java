/**
 * What was taken and lies in no sealed segment yet, so that it outlasts a kill. Starting points:
 * {@link io.stardust.telemetry.journal.Journal}, {@link io.stardust.telemetry.journal.Batch}.
 */
@NullMarked
package io.stardust.telemetry.journal;

import org.jspecify.annotations.NullMarked;
