/** Running processes of apps as people see them. */
@NullMarked
package io.stardust.api.instance;

import org.jspecify.annotations.NullMarked;
