/**
 * What people demand of the values of an app: that they are there, fit a pattern, follow a JSON schema. Knows no sheet.
 * Starting point: {@link io.stardust.server.config.constraint.Constraints}.
 */
@NullMarked
package io.stardust.server.config.constraint;

import org.jspecify.annotations.NullMarked;
