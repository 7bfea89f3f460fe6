/** Services, their providers and consumers as people see them. */
@NullMarked
package io.stardust.api.registry;

import org.jspecify.annotations.NullMarked;
