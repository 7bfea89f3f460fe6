/** The config of apps, as people see and edit it. */
@NullMarked
package io.stardust.api.config;

import org.jspecify.annotations.NullMarked;
